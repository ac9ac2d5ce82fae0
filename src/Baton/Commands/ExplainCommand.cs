using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Baton.Connections;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;
using Baton.Terminals;
using Spectre.Console;

namespace Baton.Commands;

/// <summary><c>baton explain ID</c>: why a workflow is where it is, as a tree of steps, jobs, claims and providers.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var id = WorkflowIdArgument.Create();
        var connection = new ConnectionOptions();
        var command = new Command("explain", "Say of each job what happened or what it waits for") { id };
        connection.AddTo(command);
        command.Does(async (parse, terminal, cancellationToken) =>
        {
            using var client = connection.Connect(parse);
            Show(await client.Explain(parse.GetRequiredValue(id), cancellationToken), terminal);
            return ExitCode.Done;
        });

        return command;
    }

    private static void Show(WorkflowExplanation workflow, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.JsonText(JsonSerializer.Serialize(workflow, BatonJson.Default.WorkflowExplanation));
            return;
        }

        var tree = new Tree($"{Markup.Escape(workflow.WorkflowId)}  {StatusText.Markup(workflow.Status)}");
        foreach (var step in workflow.Steps)
        {
            AddStep(tree, step);
        }

        terminal.Tree(tree);
    }

    private static void AddStep(Tree tree, StepExplanation step)
    {
        var node = tree.AddNode($"{Markup.Escape(step.Name)}  [grey]{Markup.Escape(step.Type)}[/]  {StatusText.Markup(step.Status)}  {Markup.Escape(step.Summary)}");
        foreach (var job in step.Jobs)
        {
            AddJob(node, job);
        }
    }

    private static void AddJob(TreeNode step, JobExplanation job)
    {
        var node = step.AddNode($"{StatusText.Markup(job.Status)}{(job.Reason is null ? "" : $" ({Markup.Escape(job.Reason)})")}  {Markup.Escape(job.Summary)}");
        foreach (var attempt in job.Attempts)
        {
            node.AddNode($"[grey]claim {attempt.Number.ToString(CultureInfo.InvariantCulture)}[/]  {Markup.Escape(attempt.Provider)}  {Markup.Escape(attempt.Outcome)}{Dollars(attempt.CostDollars)}  {Markup.Escape(attempt.Detail ?? "")}".TrimEnd());
        }

        foreach (var provider in job.Providers)
        {
            node.AddNode($"{(provider.Viable ? "[green]can[/]" : "[red]cannot[/]")}  {Markup.Escape(provider.Provider)}  {Markup.Escape(provider.Why)}");
        }

        if (job.Estimate is { } estimate)
        {
            node.AddNode($"[grey]about[/] {Seconds(estimate.LowSeconds)} to {Seconds(estimate.HighSeconds)} [grey]more[/]");
        }

        if (job.Fault is { } fault)
        {
            node.AddNode($"[grey]whose fault:[/] {Markup.Escape(fault)}  [grey]a retry[/] {(job.Retryable == true ? "may help" : "does not help")}");
        }

        if (job.WhatToDo is { } advice)
        {
            node.AddNode($"[grey]what to do:[/] {Markup.Escape(advice)}");
        }
    }

    private static string Dollars(double? cost) => cost is { } dollars ? $"  ${dollars.ToString("0.######", CultureInfo.InvariantCulture)}" : "";

    private static string Seconds(double seconds) => seconds.ToString("0.##", CultureInfo.InvariantCulture) + " s";
}
