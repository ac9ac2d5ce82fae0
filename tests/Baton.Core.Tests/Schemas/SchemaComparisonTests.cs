using System.Globalization;
using System.Text.Json;
using Baton.Schemas;
using CsCheck;
using Json.Schema;
using Xunit;

namespace Baton.Core.Tests.Schemas;

/// <summary>What is said here of a value compared with what a whole implementation of JSON Schema 2020-12 says of it.</summary>
public sealed class SchemaComparisonTests(ITestOutputHelper output)
{
    /// <summary>How many schemas are made up, each with ten values.</summary>
    private static readonly int Schemas = int.Parse(Environment.GetEnvironmentVariable("BATON_TEST_SCHEMAS") ?? "1500", CultureInfo.InvariantCulture);

    [Fact]
    public void AnySchemaFromOutside_WithAnyValue_IsJudgedAsByAWholeImplementation() => Compare(
        new RandomSchema(typed: false),
        StrictSchema.Parse,
        (schema, value, findings) => schema.Check(value, new JsonPlace("input"), findings));

    /// <summary>The API's own types, where neither the case of texts nor null nor a discriminator comes into it.</summary>
    [Fact]
    public void AnySchemaOfTheKindOfOwnTypes_WithAnyValue_IsJudgedAsByAWholeImplementation() => Compare(
        new RandomSchema(typed: true),
        document => Schema.Parse(document),
        (schema, value, findings) => schema.Validate(value, new JsonPlace("input"), new ValidationRules(), findings));

    private void Compare<TSchema>(RandomSchema random, Func<JsonElement, TSchema> parse, Action<TSchema, JsonElement, Findings> check)
    {
        var (fits, fitsNot, refused) = (0, 0, 0);
        Gen.Select(random.Document, random.Value.Array[10]).Sample((document, values) =>
        {
            if (Try(() => parse(JsonElement.Parse(document))) is not { } schema || Try(() => Whole(document)) is not { } whole)
            {
                Interlocked.Increment(ref refused);
                return;
            }

            foreach (var value in values)
            {
                var expected = whole.Evaluate(JsonElement.Parse(value)).IsValid;
                var findings = new Findings();
                check(schema, JsonElement.Parse(value), findings);
                Assert.True(
                    expected == !findings.HasFaults,
                    $"{value} {(expected ? "fits" : "does not fit")} {document}, but here: {string.Join(' ', findings.Faults.Select(f => $"{f.Path}: {f.Message}"))}");
                _ = expected ? Interlocked.Increment(ref fits) : Interlocked.Increment(ref fitsNot);
            }
        }, iter: Schemas);

        output.WriteLine($"{Schemas} schemas, {refused} of them refused: {fits} values fit, {fitsNot} do not.");
        Assert.True(fits > Schemas / 2 && fitsNot > Schemas / 2 && refused < Schemas / 2, $"One-sided: {fits} fit, {fitsNot} do not, {refused} schemas refused.");
    }

    private static JsonSchema Whole(string document) => JsonSchema.FromText(document, new BuildOptions { SchemaRegistry = new SchemaRegistry() });

    // Those that go round in circles, or that cannot be merged, are refused; what is right and wrong in the others must be told.
    private static T? Try<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is FormatException or JsonSchemaException)
        {
            return default;
        }
    }
}
