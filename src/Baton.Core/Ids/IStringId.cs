namespace Baton.Ids;

/// <summary>An id that is text outside and a type of its own inside, so that two kinds of id cannot be swapped.</summary>
public interface IStringId<TSelf>
    where TSelf : struct, IStringId<TSelf>
{
    string Value { get; }

    static abstract TSelf From(string value);
}
