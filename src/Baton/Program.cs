using System.CommandLine;
using Baton.Commands;

var root = new RootCommand("Baton runs workflows of generative-media work: submit steps over HTTP, get pictures, video and speech back.")
{
    RunCommand.Create(),
    GetCommand.Create(),
    ListCommand.Create(),
    CancelCommand.Create(),
};

// A leading @ names a file to upload here, not a file of more arguments. Ctrl-C leaves time to cancel the workflow on the server.
var syntax = new ParserConfiguration { ResponseFileTokenReplacer = null };
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) };
return await root.Parse(args, syntax).InvokeAsync(invocation);
