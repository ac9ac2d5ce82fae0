namespace Baton.Bench;

/// <summary>What is submitted.</summary>
internal static class Requests
{
    /// <summary>Answers once it is on disk.</summary>
    public const string SubmitPath = "/v2/consumer/workflows";

    /// <summary>Answers once the workflow has ended and that is on disk.</summary>
    public const string CompletePath = "/v2/consumer/workflows?wait=60";

    public const string OneStep = """{"steps":[{"$type":"echo","input":{"message":"A lighthouse at dusk, in the style of an old postcard."}}]}""";

    public const string ChainOfThree = """
        {"steps":[{"$type":"echo","name":"a","input":{"message":"A lighthouse at dusk."}},
        {"$type":"echo","name":"b","input":{"message":{"$ref":"a","path":"output.message"}}},
        {"$type":"echo","name":"c","input":{"message":{"$ref":"b","path":"output.message"}}}]}
        """;
}
