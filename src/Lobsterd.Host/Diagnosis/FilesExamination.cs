using System.Globalization;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether lobsterd's own files are root's alone: whoever reads them has every tenant's tokens, whoever writes them is root.</summary>
public sealed class FilesExamination : IExamination
{
    private const int OthersMayAnything = 0x3F;    // 0077
    private const int OthersMayLook = 0x36;        // 0066
    private const int OthersMayWrite = 0x12;       // 0022

    private readonly LobsterdPaths paths;
    private readonly string programs;
    private readonly uint owner;

    /// <summary>Looks at a root's files and at the folder of this program.</summary>
    public FilesExamination(LobsterdPaths paths)
        : this(paths, AppContext.BaseDirectory, owner: 0)
    {
    }

    internal FilesExamination(LobsterdPaths paths, string programs, uint owner) => (this.paths, this.programs, this.owner) = (paths, programs, owner);

    /// <inheritdoc/>
    public string Name => "files";

    /// <inheritdoc/>
    public Task<HostCheck> ExamineAsync(CancellationToken cancellationToken) => Task.FromResult(Examine());

    private HostCheck Examine()
    {
        string[] secret = [paths.Registry, paths.Tokens, paths.SecretsKey, paths.Secrets];
        // VMMs, the edge and Caddy pass through these to what is theirs.
        string[] passed = [paths.Tenants, paths.Run];
        string[] trusted = [paths.Etc, paths.Config, paths.State, programs];
        if (Look(secret, OthersMayAnything).Concat(Look(passed, OthersMayLook)).Concat(Look(trusted, OthersMayWrite)).ToList() is not [_, ..] looks)
            return new HostCheck(Name, CheckStatus.Ok, "there are none yet", null);
        if (looks.FirstOrDefault(look => look.Unread is not null) is { Unread: { } unread }) return new HostCheck(Name, CheckStatus.Unknown, unread, null);
        var faults = looks.Select(look => look.Fault).OfType<string>().ToList();
        return faults.Count == 0
            ? new HostCheck(Name, CheckStatus.Ok, string.Create(CultureInfo.InvariantCulture, $"{looks.Count} files and folders are root's, and closed to others"), null)
            : new HostCheck(Name, CheckStatus.Fail, string.Join("; ", faults), "chown root: and chmod go-rwx them; then change every token, somebody may have read them");
    }

    // What is not there yet is no fault.
    private IEnumerable<Seen> Look(IEnumerable<string> files, int forbidden)
    {
        foreach (var path in files)
        {
            if (FileStat.OfTarget(path).TryGetError(out var error, out var stat))
            {
                if (error.Code != FileErrors.Missing) yield return new Seen(null, error.Message);
            }
            else if (stat.UserId != owner)
            {
                yield return new Seen(string.Create(CultureInfo.InvariantCulture, $"{path} is user {stat.UserId}'s"), null);
            }
            else
            {
                yield return new Seen((stat.Mode & forbidden) == 0 ? null : $"{path} has mode {Convert.ToString(stat.Mode, 8)}", null);
            }
        }
    }

    private sealed record Seen(string? Fault, string? Unread);
}
