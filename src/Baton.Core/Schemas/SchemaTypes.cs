namespace Baton.Schemas;

/// <summary>Which kinds of JSON value a schema accepts.</summary>
[Flags]
internal enum SchemaTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    Text = 16,
    List = 32,
    Map = 64,
    All = Null | Boolean | Integer | Number | Text | List | Map,
}

/// <summary>Formats that are checked; others are remarks.</summary>
internal enum SchemaFormat
{
    None,
    DateTime,
    DateSpan,
    Uri,
    MediaSource,
    Int32,
    Int64,

    /// <summary>A name that stands in a path as one segment, where the names <c>.</c> and <c>..</c> would mean another address.</summary>
    PathSegment,

    /// <summary>Not looked at here: something else knows what it must look like.</summary>
    CheckedElsewhere,
}
