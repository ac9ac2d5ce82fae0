using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Baton.Commands;

/// <summary>Reads every setting before anything starts: found by the host instead, a wrong one fills the log with stack traces first.</summary>
internal static partial class ConfigurationCheck
{
    /// <summary>Builds what is configured and checks its settings.</summary>
    /// <exception cref="RefusedException">A setting is out of its bounds or of another type; the message names each.</exception>
    public static T Run<T>(Func<T> build, Func<T, IServiceProvider> servicesOf)
    {
        try
        {
            var built = build();
            servicesOf(built).GetRequiredService<IStartupValidator>().Validate();
            return built;
        }
        catch (OptionsValidationException wrong)
        {
            throw Refuse(Faults(wrong));
        }
        catch (AggregateException several) when (several.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            throw Refuse(several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(Faults));
        }
        catch (InvalidOperationException unreadable) when (unreadable.InnerException is FormatException or ArgumentException or OverflowException)
        {
            throw Refuse([unreadable.Message]);
        }
    }

    private static RefusedException Refuse(IEnumerable<string> faults) => new($"the configuration is wrong\n{string.Join('\n', faults.Select(fault => $"  {fault}"))}");

    // The validator names the property of a class; whoever set it knows it by its variable.
    private static IEnumerable<string> Faults(OptionsValidationException wrong)
    {
        var section = wrong.OptionsType.GetField("Section")?.GetRawConstantValue();
        return wrong.Failures.Select(failure => ClassMember().Replace(failure, member =>
            $"{(member.Groups["place"].Value is { } place && place.Contains(':', StringComparison.Ordinal) ? place.Replace(":", "__", StringComparison.Ordinal) : section)}__{member.Groups["name"].Value} "));
    }

    [GeneratedRegex(@"^(?<name>\w+): The (field )?(?<place>[^.]+)\.\w+ (field )?")]
    private static partial Regex ClassMember();
}
