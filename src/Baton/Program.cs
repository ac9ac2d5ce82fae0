using System.CommandLine;
using System.CommandLine.Invocation;
using Baton.Commands;
using Baton.Terminals;

var root = new RootCommand("Baton runs workflows of generative-media work: submit steps over HTTP, get pictures, video and speech back.")
{
    ServeCommand.Create(),
    RunCommand.Create(),
    GetCommand.Create(),
    ExplainCommand.Create(),
    ListCommand.Create(),
    CancelCommand.Create(),
    CallbacksCommand.Create(),
    ProvidersCommand.Create(),
    WorkersCommand.Create(),
    TokensCommand.Create(),
    DoctorCommand.Create(),
    WorkerCheckCommand.Create(),
};

// A leading @ names a file to upload here, not a file of more arguments. Ctrl-C leaves time to cancel the workflow on the server.
var syntax = new ParserConfiguration { ResponseFileTokenReplacer = null };
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) };
var parse = root.Parse(args is [] ? ["--help"] : args, syntax);
return parse.Action is ParseErrorAction
    ? UsageText.Refuse(parse, Terminal.Open(json: false))
    : await parse.InvokeAsync(invocation);
