using System.Security.Cryptography;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Cli.Upgrades;

/// <summary>A folder with the programs of a release, as <c>build/install</c> fills one, looked at before anything of it is run.</summary>
internal sealed class ReleaseSource
{
    private const int MaxFiles = 10_000;
    private const int WritableByOthers = 0x12;    // 0022
    private const int IdBytes = 6;
    private static readonly string[] Programs = ["lobsterd", "lobsterd-service", "lobsterd-edge", "lobsterd-launcher", "lobsterd-guest"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ReleaseSource(string folder, IReadOnlyList<string> files, string id, string version) =>
        (Folder, Files, Id, Version) = (folder, files, id, version);

    /// <summary>Where it lies; absolute.</summary>
    internal string Folder { get; }

    /// <summary>Its files, relative to the folder, sorted.</summary>
    internal IReadOnlyList<string> Files { get; }

    /// <summary>What names it: twelve hexadecimal digits of a sum over all of its files.</summary>
    internal string Id { get; }

    /// <summary>What its command line says of itself.</summary>
    internal string Version { get; }

    /// <summary>Reads and checks one.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="programs">Runs its command line, once.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <error code="upgrade.release.invalid">It is none, or not root's alone.</error>
    internal static async Task<Result<ReleaseSource, LobsterError>> ReadAsync(string folder, ProgramRunner programs, CancellationToken cancellationToken)
    {
        if (Check(folder).TryGetError(out var error, out var files)) return error;
        var ran = await programs.RunToSuccessAsync(
            new ProgramInput { Program = Path.Combine(folder, "lobsterd"), Arguments = ["version"], Timeout = Patience }, cancellationToken);
        if (ran.TryGetError(out error, out var said)) return Invalid($"its lobsterd does not run: {error.Message}");
        return new ReleaseSource(folder, files, await SumAsync(folder, files, cancellationToken), said.Output.Trim());
    }

    // Whoever may write there would be root with the next start of the service.
    private static Result<IReadOnlyList<string>, LobsterError> Check(string folder)
    {
        try
        {
            if (!Directory.Exists(folder)) return Invalid($"there is no folder {folder}");
            var all = Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Take(MaxFiles + 1).Prepend(folder).ToList();
            if (all.Count > MaxFiles) return Invalid($"{folder} holds more than any release");
            var files = new List<string>();
            foreach (var entry in all)
            {
                if (FileStat.Of(entry).TryGetError(out var error, out var stat)) return Invalid(error.FullMessage);
                if (stat.Type is not (FileKind.File or FileKind.Folder)) return Invalid($"{entry} is neither file nor folder");
                if (stat.UserId != 0 || (stat.Mode & WritableByOthers) != 0) return Invalid($"{entry} is not root's, or others may write it");
                if (stat.Type == FileKind.File) files.Add(Path.GetRelativePath(folder, entry));
            }

            if (Programs.FirstOrDefault(program => !files.Contains(program)) is { } missing) return Invalid($"there is no {missing} in {folder}");
            files.Sort(StringComparer.Ordinal);
            return files;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Invalid(fault.Message);
        }
    }

    private static async Task<string> SumAsync(string folder, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            await using var content = File.OpenRead(Path.Combine(folder, file));
            sum.AppendData(Encoding.UTF8.GetBytes($"{file}\0"));
            sum.AppendData(await SHA256.HashDataAsync(content, cancellationToken));
        }

        return Convert.ToHexStringLower(sum.GetHashAndReset().AsSpan(0, IdBytes));
    }

    private static LobsterError Invalid(string why) =>
        new(UpgradeErrors.ReleaseInvalid, $"this is no release: {why}", "build/install FOLDER makes one, as root");
}
