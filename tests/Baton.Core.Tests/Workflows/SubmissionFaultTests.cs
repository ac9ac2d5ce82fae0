using System.Text.Json;
using Xunit;

namespace Baton.Core.Tests.Workflows;

/// <summary>Bad bodies: the exact path and words of each fault.</summary>
public sealed class SubmissionFaultTests
{
    public static TheoryData<string, string, string> Bodies => new()
    {
        { "[]", "$", "The value […] is not valid here. It must be an object." },
        { "null", "$", "The value null is not valid here. It must be an object." },
        { "{}", "steps", "steps is required." },
        { """{"steps":[]}""", "steps", "steps has 0 items. Allowed: 1 to 100." },
        { """{"steps":{}}""", "steps", "The value {…} is not valid for steps. It must be a list." },
        { """{"steps":[7]}""", "steps[0]", "The value 7 is not valid for steps. It must be an object." },
        { """{"steps":[null]}""", "steps[0]", "The value null is not valid for steps. It must be an object." },
        { """{"steps":[{"$type":"echo"}]}""", "steps[0].input", "input is required." },
        { """{"steps":[{"$type":"echo","input":null}]}""", "steps[0].input", "The value null is not valid for input. It must be an object." },
        { """{"steps":[{"input":{}}]}""", "steps[0].$type", "$type is required. Known: blobArchive, chatCompletion, comfy, convertImage, echo, imageGen, imageUpscaler, mediaHash, modelHash, repeat, textToImage, textToSpeech, transcode, transcription, videoFrameExtraction, videoGen, videoMetadata." },
        { """{"steps":[{"$type":"eccho","input":{}}]}""", "steps[0].$type", "The value 'eccho' is not valid for $type. Known: blobArchive, chatCompletion, comfy, convertImage, echo, imageGen, imageUpscaler, mediaHash, modelHash, repeat, textToImage, textToSpeech, transcode, transcription, videoFrameExtraction, videoGen, videoMetadata." },
        { """{"steps":[{"$type":5,"input":{}}]}""", "steps[0].$type", "The value 5 is not valid for $type. It must be text." },
        { Submissions.Of("""{"$type":"echo","input":{}}"""), "steps[0].input.message", "message is required." },
        { Submissions.Of(Submissions.Echo("17")), "steps[0].input.message", "The value 17 is not valid for message. It must be text." },
        { Submissions.Of(Submissions.Echo("null")), "steps[0].input.message", "message is required." },
        { Submissions.Of(Submissions.Echo($"\"{new string('x', 70_000)}\"")), "steps[0].input.message", "message has 70000 characters. Allowed: at most 65536." },
        { Submissions.Of(Submissions.Echo(), Submissions.Echo(more: ""","name":"0" """)), "steps[1].name", "The name '0' is already that of steps[0]." },
        { Submissions.Of(Submissions.Echo(more: ""","name":"$1" """), Submissions.Echo()), "steps[0].name", "The name '$1' is taken: it always means the step at that position." },
        { Submissions.Of(Submissions.Echo(more: ""","name":"$arguments" """)), "steps[0].name", "The name '$arguments' is taken: it always means the arguments." },
        { Submissions.Of(Submissions.Echo(more: ""","name":"a b" """)), "steps[0].name", "The value 'a b' is not valid for name. It must match ^[A-Za-z0-9_.$-]{1,128}$." },
        { Submissions.Of(Submissions.Echo(more: """,  "name":"a\n" """)), "steps[0].name", "The value 'a\n' is not valid for name. It must match ^[A-Za-z0-9_.$-]{1,128}$." },
        { Submissions.Of(Submissions.Echo(more: ""","priority":"urgent" """)), "steps[0].priority", "The value 'urgent' is not valid for priority. Allowed: high, normal, low." },
        { Submissions.Of(Submissions.Echo(more: ""","priority":1""")), "steps[0].priority", "The value 1 is not valid for priority. Allowed: high, normal, low." },
        { Submissions.Of(Submissions.Echo(more: ""","timeout":"PT10M" """)), "steps[0].timeout", "The value 'PT10M' is not valid for timeout. It must be a time span as [d.]hh:mm:ss[.f], such as 00:10:00." },
        { Submissions.Of(Submissions.Echo(more: ""","timeout":"30.00:00:00" """)), "steps[0].timeout", "The value '30.00:00:00' is not valid for timeout. Allowed: 00:00:01 to 7.00:00:00." },
        { Submissions.Of(Submissions.Echo(more: ""","timeout":"-00:01:00" """)), "steps[0].timeout", "The value '-00:01:00' is not valid for timeout. Allowed: 00:00:01 to 7.00:00:00." },
        { Submissions.Of(Submissions.Echo(more: ""","retries":11""")), "steps[0].retries", "The value 11 is not valid for retries. Allowed: 0 to 10." },
        { Submissions.Of(Submissions.Echo(more: ""","retries":1.5""")), "steps[0].retries", "The value 1.5 is not valid for retries. It must be a whole number." },
        { Submissions.Of(Submissions.Echo(more: ""","metadata":[]""")), "steps[0].metadata", "The value […] is not valid for metadata. It must be an object." },
        { Submissions.Of(Submissions.Convert(output: """{"format":"bmp"}""")), "steps[0].input.output.format", "The value 'bmp' is not valid for format. Allowed: jpeg, png, webp, gif." },
        { Submissions.Of(Submissions.Convert(output: """{"format":2}""")), "steps[0].input.output.format", "The value 2 is not valid for format. Allowed: jpeg, png, webp, gif." },
        { Submissions.Of(Submissions.Convert(output: "{}")), "steps[0].input.output.format", "format is required. Allowed: jpeg, png, webp, gif." },
        { Submissions.Of(Submissions.Convert(output: """{"format":"png","quality":90}""")), "steps[0].input.output.quality", "quality does not go with this format. It goes with: jpeg, webp." },
        { Submissions.Of(Submissions.Convert(output: """{"format":"jpeg","quality":0}""")), "steps[0].input.output.quality", "The value 0 is not valid for quality. Allowed: 1 to 100." },
        { Submissions.Of(Submissions.Convert(image: "\"not a picture\"")), "steps[0].input.image", "The value 'not a picture' is not valid for image. It must be an https URL, a data URL or Base64." },
        { Submissions.Of(Submissions.Convert(more: ""","transforms":[{"type":"blur","blur":1,"mode":"include"},{"type":"resize","targetWidth":5000}]""")), "steps[0].input.transforms[1].targetWidth", "The value 5000 is not valid for targetWidth. Allowed: 1 to 4096." },
        { Submissions.Of(Submissions.Convert(more: ""","transforms":[{"type":"blur","blur":1,"mode":"include","regions":[{"x1":5,"y1":0,"x2":5,"y2":9}]}]""")), "steps[0].input.transforms[0].regions[0].x2", "The value 5 is not valid for x2. It must be more than x1, which is 5." },
        { Submissions.Of("""{"$type":"mediaHash","input":{"mediaUrl":"https://a.example/b","hashTypes":[]}}"""), "steps[0].input.hashTypes", "hashTypes has 0 items. Allowed: 1 to 2." },
        { Submissions.Of("""{"$type":"mediaHash","input":{"mediaUrl":"https://a.example/b","hashTypes":["md5"]}}"""), "steps[0].input.hashTypes[0]", "The value 'md5' is not valid for hashTypes. Allowed: perceptual, perceptualDct." },
        { Submissions.Of("""{"$type":"transcode","input":{"sourceUrl":"https://a.example/b","width":64,"destinationUrl":"ftp://c"}}"""), "steps[0].input.destinationUrl", "The value 'ftp://c' is not valid for destinationUrl. It must be an https URL." },
        { Submissions.Of("""{"$type":"textToSpeech","input":{"engine":"vllm","text":"a"}}"""), "steps[0].input.engine", "The value 'vllm' is not valid for engine. Allowed: custom." },
        { Submissions.Of("""{"$type":"videoFrameExtraction","input":{"videoUrl":"https://a.example/b","frameRate":1e999}}"""), "steps[0].input.frameRate", "The value 1e999 is not valid for frameRate. It is too large." },
        { """{"arguments":{"l":[1]},"steps":[{"$type":"repeat","input":{"for":{"$ref":"$arguments","path":"l","as":"it"},"template":null}}]}""", "steps[0].input.template", "template is required." },
        { """{"tags":["a","a"],"steps":[]}""", "tags[1]", "'a' is there twice." },
        { """{"tags":["1","2","3","4","5","6","7","8","9","10","11"],"steps":[]}""", "tags", "tags has 11 items. Allowed: at most 10." },
        { """{"tags":[""],"steps":[]}""", "tags[0]", "tags has 0 characters. Allowed: 1 to 200." },
        { """{"tags":["..."," .",".."],"steps":[]}""", "tags[2]", "The value '..' is not valid for tags. It stands in paths, where '.' and '..' mean another address." },
        { Submissions.Of(Submissions.Echo(more: ""","name":"." """)), "steps[0].name", "The value '.' is not valid for name. It stands in paths, where '.' and '..' mean another address." },
        { """{"tags":"a","steps":[]}""", "tags", "The value 'a' is not valid for tags. It must be a list." },
        { """{"externalId":"a/b","steps":[]}""", "externalId", "The value 'a/b' is not valid for externalId. It must match ^[A-Za-z0-9_-]{1,128}$." },
        { """{"tips":{"civitai":3},"steps":[]}""", "tips.civitai", "The value 3 is not valid for civitai. Allowed: 0 to 2." },
        { """{"currencies":["gold"],"steps":[]}""", "currencies[0]", "The value 'gold' is not valid for currencies. Allowed: yellow, blue, green, fakeRed." },
        { """{"callbacks":[{"url":"http://a.example/?token=secret","type":["workflow:*"]}],"steps":[]}""", "callbacks[0].url", "The value is not valid for url, because only https URLs are called." },
        { """{"callbacks":[{"url":"https://a.example/","type":[]}],"steps":[]}""", "callbacks[0].type", "type has 0 items. Allowed: 1 to 27." },
        { """{"ephemeral":true,"steps":[]}""", "ephemeral", "An ephemeral workflow is forgotten when it ends; it needs a callback, or wait, to report to." },
        { """{"arguments":5,"steps":[]}""", "arguments", "The value 5 is not valid for arguments. It must be an object." },
        { """{"experimental":"yes","steps":[]}""", "experimental", "The value 'yes' is not valid for experimental. It must be true or false." },
        { """{"steps":[],"steps":[]}""", "steps", "steps is there twice." },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void BadBody_Read_NamesPathAndValue(string body, string path, string message)
    {
        var read = Submissions.Read(body);

        Assert.Null(read.Value);
        Assert.Contains(read.Faults, fault => fault.Path == path && fault.Message == message);
    }

    [Fact]
    public void UnknownEvent_InCallback_ListsTheKnownOnes()
    {
        var read = Submissions.Read("""{"callbacks":[{"url":"https://a.example/","type":["workflow:done"]}],"steps":[]}""");

        var fault = Assert.Single(read.Faults, f => f.Path == "callbacks[0].type[0]");
        Assert.StartsWith("The value 'workflow:done' is not valid for type. Allowed: workflow:*, workflow:unassigned,", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralFaults_InOneBody_AreAllNamed()
    {
        var read = Submissions.Read(
            $$"""{"tags":[1],"externalId":"","steps":[{{Submissions.Echo("1")}},{"$type":"nope","input":5},{{Submissions.Convert(output: "5")}}]}""");

        Assert.Equal(
            ["tags[0]", "externalId", "steps[0].input.message", "steps[1].$type", "steps[2].input.output"],
            read.Faults.Select(f => f.Path));
    }

    [Fact]
    public void TenThousandSteps_Read_IsOneFault()
    {
        var read = Submissions.Read(Submissions.Of([.. Enumerable.Repeat(Submissions.Echo("1"), 10_000)]));

        var fault = Assert.Single(read.Faults);
        Assert.Equal(("steps", "steps has 10000 items. Allowed: 1 to 100."), (fault.Path, fault.Message));
    }

    [Fact]
    public void ThousandsOfFaults_Read_AreCutAndCounted()
    {
        var regions = string.Join(',', Enumerable.Repeat("{}", 100));
        var read = Submissions.Read(Submissions.Of(Submissions.Convert(
            more: $$""","transforms":[{"type":"blur","blur":1,"mode":"include","regions":[{{regions}}]}]""")));

        Assert.Equal(101, read.Faults.Length);
        Assert.Equal("And 300 more faults.", read.Faults[^1].Message);
    }

    [Fact]
    public void TextOfTenMegabytes_Read_IsAFaultThatShowsItsLength()
    {
        var read = Submissions.Read(Submissions.Of(Submissions.Echo($"\"{new string('é', 10_000_000)}\"")));

        Assert.Equal("message has 10000000 characters. Allowed: at most 65536.", Assert.Single(read.Faults).Message);
    }

    [Theory]
    [InlineData("metadata")]
    [InlineData("arguments")]
    public void DeepNesting_InFreeJson_IsAFault(string member)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 3000)) + "1" + new string('}', 3000);

        var read = Submissions.Read($$"""{"{{member}}":{{deep}},"steps":[{{Submissions.Echo()}}]}""");

        Assert.Contains(read.Faults, f => f.Path == $"{member}.a" && f.Message == "This is nested deeper than 64 levels.");
    }

    [Fact]
    public void DeepNesting_InAnInput_IsAFault()
    {
        var deep = new string('[', 3000) + """{"$ref":"0"}""" + new string(']', 3000);

        var read = Submissions.Read(Submissions.Of(Submissions.Echo(deep)));

        Assert.Equal("steps[0].input.message", Assert.Single(read.Faults).Path);
    }

    [Fact]
    public void Metadata_BeyondItsSize_IsAFault()
    {
        var read = Submissions.Read($$$"""{"metadata":{"a":"{{{new string('x', 70_000)}}}"},"steps":[{{{Submissions.Echo()}}}]}""");

        Assert.Equal("metadata has 70008 bytes. Allowed: at most 65536.", Assert.Single(read.Faults).Message);
    }

    [Fact]
    public void LongValue_InAMessage_IsCut()
    {
        var read = Submissions.Read($$"""{"externalId":"{{new string('/', 100)}}","steps":[{{Submissions.Echo()}}]}""");

        Assert.StartsWith($"The value '{new string('/', 64)}…' is not valid", Assert.Single(read.Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownMember_WhenRefused_IsAFault()
    {
        var reader = new Baton.Workflows.SubmissionReader(Submissions.Recipes, new() { UnknownMembersRefused = true });

        var read = reader.ReadWorkflow(JsonElement.Parse(Submissions.Of("""{"$type":"echo","input":{"Message":"a","message":"b"}}""")));

        Assert.Equal("Message is not a known member. Did you mean message?", Assert.Single(read.Faults).Message);
    }
}
