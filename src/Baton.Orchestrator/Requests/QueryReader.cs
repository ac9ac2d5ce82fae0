using Baton.Problems;
using Baton.Schemas;

namespace Baton.Requests;

/// <summary>Reads the parameters of one request and keeps what is wrong with them, so that a caller learns of all of it at once.</summary>
internal sealed class QueryReader(HttpRequest request)
{
    private const int ShownMax = 100;

    private readonly IQueryCollection _query = request.Query;
    private List<Fault>? _faults;

    /// <summary>The answer to what has been read so far; null when all of it was right.</summary>
    public ProblemResult? Problem => _faults is null ? null : Problems.Problem.Invalid(_faults);

    public T Read<T>(QueryParameter<T> parameter)
    {
        if (!_query.TryGetValue(parameter.Name, out var values) || values is [])
        {
            return parameter.Otherwise;
        }

        if (values is [{ } text] && parameter.TryParse(text, out var value))
        {
            return value;
        }

        Refuse(parameter.Name, values.Count > 1
            ? $"The parameter '{parameter.Name}' is given {values.Count} times; once is expected."
            : $"The value '{Shorten(values[0])}' is not valid for {parameter.Name}; {parameter.Expected} is expected.");
        return parameter.Otherwise;
    }

    public IReadOnlyList<string> Read(QueryList parameter)
    {
        if (!_query.TryGetValue(parameter.Name, out var values))
        {
            return [];
        }

        if (values.Count > parameter.CountMax)
        {
            Refuse(parameter.Name, $"The parameter '{parameter.Name}' is given {values.Count} times; at most {parameter.CountMax} are expected.");
            return [];
        }

        return [.. values.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    public void Refuse(string name, string message) => (_faults ??= []).Add(new Fault(name, message));

    private static string? Shorten(string? text) => text is { Length: > ShownMax } ? text[..ShownMax] + "…" : text;
}
