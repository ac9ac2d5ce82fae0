using System.Text.Json.Serialization;
using Baton.Ids;

namespace Baton.Accounts;

/// <summary>Names an account: who owns workflows, blobs and tokens.</summary>
[JsonConverter(typeof(StringIdConverter<AccountId>))]
public readonly record struct AccountId(string Value) : IStringId<AccountId>
{
    public static AccountId From(string value) => new(value);

    public override string ToString() => Value;
}
