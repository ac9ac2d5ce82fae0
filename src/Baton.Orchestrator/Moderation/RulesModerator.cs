namespace Baton.Moderation;

/// <summary>The rules of the operator's file, and after them whoever else is asked.</summary>
internal sealed class RulesModerator(ModerationRules rules, IModerator? next) : IModerator
{
    public string? Trouble => next?.Trouble;

    public async ValueTask<ModerationVerdict> Judge(ModerationRequest request, CancellationToken cancellationToken)
    {
        var verdict = rules.Judge(request.StepType, request.Texts);
        return verdict is ModerationVerdict.Blocked || next is null
            ? verdict
            : Graver(verdict, await next.Judge(request, cancellationToken));
    }

    private static ModerationVerdict Graver(ModerationVerdict mine, ModerationVerdict its) => (mine, its) switch
    {
        (_, ModerationVerdict.Blocked) => its,
        (ModerationVerdict.Rated here, ModerationVerdict.Rated there) => there.Level > here.Level ? there : here,
        (ModerationVerdict.Rated, _) => mine,
        _ => its,
    };
}
