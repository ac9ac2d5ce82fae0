using Baton.Contracts.Workflows;
using Baton.Requests;

namespace Baton.Blobs;

/// <summary>What a request for a blob says besides its id.</summary>
internal sealed record BlobQuery(string? Signature, string? Expiry, NsfwLevel? NsfwLevel, string? FileName, bool Download)
{
    private const int TextLengthMax = 500;

    private static readonly QueryParameter<string?> Sig = QueryParameter.Text("sig", "The signature of a signed URL; replaces the bearer token.", TextLengthMax);
    private static readonly QueryParameter<string?> Exp = QueryParameter.Text("exp", "Until when the signature counts.", TextLengthMax);
    private static readonly QueryParameter<string?> Name = QueryParameter.Text("filename", "What the content is called when it is saved.", TextLengthMax);
    private static readonly QueryParameter<string?> Workflow = QueryParameter.Text("workflowId", "The workflow that the blob is read for; makes no difference.", TextLengthMax);
    private static readonly QueryParameter<bool> Attachment = QueryParameter.Flag("download", "Whether a browser saves the content instead of showing it.");

    private static readonly string[] LevelNames = [.. Enum.GetNames<NsfwLevel>().Select(name => name.ToLowerInvariant())];

    private static readonly QueryParameter<NsfwLevel?> Level = new(
        "nsfwLevel", QueryShape.Text, "The highest level to answer with; a blob that is unrated or rated above it is a 403.", null, $"one of {string.Join(", ", LevelNames)}", TryParseLevel)
    {
        Values = LevelNames,
    };

    public static IReadOnlyList<QueryParameter> Parameters => [Sig, Exp, Level, Name, Attachment, Workflow];

    public static BlobQuery Read(QueryReader reader)
    {
        _ = reader.Read(Workflow);
        return new(reader.Read(Sig), reader.Read(Exp), reader.Read(Level), reader.Read(Name), reader.Read(Attachment));
    }

    // Enum.TryParse would take numbers too.
    private static bool TryParseLevel(string text, out NsfwLevel? level)
    {
        var index = Array.FindIndex(LevelNames, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        level = index < 0 ? null : Enum.GetValues<NsfwLevel>()[index];
        return index >= 0;
    }
}
