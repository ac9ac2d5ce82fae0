using System.Text;
using Baton.Storage.Sqlite;

namespace Baton.Accounts;

/// <summary>The token that a fresh installation starts with, so that its first user can get in.</summary>
internal sealed class FirstToken(SqliteDatabase database, ISqliteCommitter committer, SqliteTokens tokens)
{
    /// <summary>In the data directory, readable by the server's user only.</summary>
    public const string FileName = "first-token";

    public static readonly AccountId Account = new("default");

    /// <summary>
    /// When no token was ever made, makes one that lasts for ever and returns it, to be shown once; otherwise null. The file is written first: if the server died in
    /// between, the next start does both again, whereas a token whose secret nobody has would lock everybody out.
    /// </summary>
    public async Task<NewToken?> MakeIfNone(CancellationToken cancellationToken)
    {
        if (await database.Read(TokenRows.Any, cancellationToken))
        {
            return null;
        }

        var token = tokens.Make(Account, TokenRole.Operator, "first", lifetime: null);
        var path = Path.Combine(database.Directory, FileName);
        WritePrivately(path, token.Secret);
        if (await KeepIfNone(token))
        {
            return token;
        }

        // Somebody ran `baton tokens create` in this very moment; theirs is the first.
        File.Delete(path);
        return null;
    }

    private Task<bool> KeepIfNone(NewToken token)
    {
        var hash = TokenSecret.Hash(token.Secret);
        return committer.Commit(connection =>
        {
            if (TokenRows.Any(connection))
            {
                return false;
            }

            TokenRows.Insert(connection, token.Token, hash);
            return true;
        });
    }

    // Made anew, so that it has this mode from its first moment, and under its name only when it is whole.
    private static void WritePrivately(string path, string secret)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(unfinished, options))
        {
            file.Write(Encoding.ASCII.GetBytes(secret + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
