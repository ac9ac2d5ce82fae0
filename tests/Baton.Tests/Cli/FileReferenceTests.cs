using Baton.WorkflowFiles;
using Xunit;

namespace Baton.Tests.Cli;

public sealed class FileReferenceTests
{
    [Theory]
    [InlineData("file:./pic.png", "./pic.png")]
    [InlineData("file:pic.png", "pic.png")]
    [InlineData("file:///srv/pic.png", "/srv/pic.png")]
    [InlineData("@./pic.png", "./pic.png")]
    [InlineData("@../a b.png", "../a b.png")]
    [InlineData("@/srv/pic.png", "/srv/pic.png")]
    public void AFileReference_InEitherForm_GivesThePath(string value, string path) =>
        Assert.Equal(path, FileReference.PathIn(value));

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("@ann says hello")]
    [InlineData("file:")]
    [InlineData("file: see page 3")]
    [InlineData("https://example.org/file:./pic.png")]
    public void Text_ThatOnlyLooksLikeOne_IsLeftAlone(string value) =>
        Assert.Null(FileReference.PathIn(value));
}
