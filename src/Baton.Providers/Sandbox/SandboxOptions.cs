using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace Baton.Providers.Sandbox;

/// <summary>Providers for development and tests: they make media that is real and marked, and go wrong as they are told. None is there unless it is asked for.</summary>
internal sealed class SandboxOptions
{
    public const string Section = "Sandbox";

    private static readonly string[] Gentle =
    [
        "sandbox latency=lognormal(300ms,0.4) transient=0.02 seed=1",
        "sandbox-spare latency=lognormal(600ms,0.4) transient=0.02 seed=2",
    ];

    /// <summary>Brings up two stand-ins for every engine, with a gentle temper. Default: false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Lets callers choose what happens to a step by <c>metadata.sandbox</c>; otherwise that is ignored. Default: false.</summary>
    public bool AllowFates { get; set; }

    /// <summary>One provider a line, such as <c>fast engine=flux2 latency=lognormal(200ms,0.5) transient=0.02</c>; see docs/guides/sandbox.md.</summary>
    public List<string> Providers { get; set; } = [];

    /// <summary>The lines in force, with the place that each was set at.</summary>
    public IEnumerable<(string Place, string Line)> Lines() =>
        Providers.Select((line, index) => ($"{Section}__{nameof(Providers)}__{index}", line))
            .Concat(Enabled ? Gentle.Select(line => ($"{Section}__{nameof(Enabled)}", line)) : []);

    /// <summary>The providers in force. Lines were checked at start.</summary>
    public ImmutableArray<SandboxProvider> Read() => [.. Lines().Select(entry => SandboxLine.Read(entry.Line))];
}

/// <summary>Refuses lines that cannot be read, all at once.</summary>
/// <param name="taken">The names of other providers.</param>
/// <param name="stray">What stands where the list of providers should begin, and would be passed over; null when nothing does.</param>
internal sealed class SandboxOptionsValidator(IEnumerable<string> taken, string? stray = null) : IValidateOptions<SandboxOptions>
{

    public ValidateOptionsResult Validate(string? name, SandboxOptions options)
    {
        var faults = new List<string>();
        if (!string.IsNullOrEmpty(stray))
        {
            faults.Add($"{SandboxOptions.Section}__{nameof(SandboxOptions.Providers)}: '{stray}' stands where a list should; set {SandboxOptions.Section}__{nameof(SandboxOptions.Providers)}__0, and so on.");
        }

        var names = new HashSet<string>(taken, StringComparer.OrdinalIgnoreCase);
        foreach (var (place, line) in options.Lines())
        {
            try
            {
                if (SandboxLine.Read(line).Name is var provider && !names.Add(provider))
                {
                    faults.Add($"{place}: the name '{provider}' is another provider's already.");
                }
            }
            catch (FormatException wrong)
            {
                faults.Add($"{place}: {wrong.Message}");
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
