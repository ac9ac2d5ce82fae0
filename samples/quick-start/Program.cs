using System.Text.Json;
using Baton.Client;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;
using Baton.Contracts.Workflows;

var server = new Uri(Environment.GetEnvironmentVariable("BATON_URL") ?? "http://127.0.0.1:8080");
var token = Environment.GetEnvironmentVariable("BATON_TOKEN") ?? File.ReadAllText("data/first-token").Trim();

// One client for the whole program. Trouble that may pass, such as 429, 5xx and broken connections, it tries again by itself.
using var client = BatonClient.Connect(server, token);

// 1. Two steps. The second one says what the first one said: a reference stands for a value that does not exist yet, so this input is plain JSON.
var submitted = await client.Submit(new WorkflowTemplate
{
    Steps =
    [
        new WorkflowStepTemplate
        {
            Type = "echo",
            Name = "hello",
            Input = JsonSerializer.SerializeToElement(new EchoInput { Message = "Hello from C#" }, BatonJson.Default.EchoInput),
        },
        new WorkflowStepTemplate
        {
            Type = "echo",
            Name = "again",
            Input = JsonElement.Parse("""{ "message": { "$ref": "hello", "path": "output.message" } }"""),
        },
    ],
});

// 2. Its end, however long that takes.
var ended = await client.WaitAsync(submitted.Id);
foreach (var step in ended.Steps)
{
    var said = step.Output?.Deserialize(BatonJson.Default.EchoOutput)?.Message;
    Console.WriteLine($"{step.Name}: {step.Status}, {said}");
}

// 3. A workflow that was accepted may still fail; then each job says why, and the explanation what to do.
if (ended.Status != WorkflowStatus.Succeeded)
{
    var explanation = await client.Explain(ended.Id);
    foreach (var job in explanation.Steps.SelectMany(step => step.Jobs))
    {
        Console.WriteLine($"{job.Id}: {job.Summary}");
    }
}

// 4. What the server refuses is an exception that carries the whole problem: whose fault it is, whether a retry can help, and for a bad body each place.
try
{
    await client.Submit("""{ "steps": [ { "$type": "echo", "input": { "message": 7 } } ] }""");
}
catch (BatonProblemException refused)
{
    Console.WriteLine($"refused: {(int)refused.Status} {refused.Problem.Code}, fault of the {refused.Problem.Fault}");
    foreach (var (path, messages) in refused.Problem.Errors ?? new Dictionary<string, IReadOnlyList<string>>())
    {
        Console.WriteLine($"  {path}: {string.Join(' ', messages)}");
    }
}
