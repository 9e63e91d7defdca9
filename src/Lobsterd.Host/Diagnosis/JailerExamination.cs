using System.Globalization;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Layout;
using Lobsterd.Host.Hypervisors.Firecracker;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether Firecracker and its jailer, which root starts, are nobody else's to change.</summary>
public sealed class JailerExamination : IExamination
{
    private const int OthersMayWrite = 0x12;    // 0022
    private const int Sticky = 0x200;

    private readonly FirecrackerPlaces places;
    private readonly uint owner;

    /// <summary>Looks where the driver would.</summary>
    public JailerExamination(LobsterdConfig config, LobsterdPaths paths)
        : this(new FirecrackerPlaces(config.Hypervisor, paths), owner: 0)
    {
    }

    internal JailerExamination(FirecrackerPlaces places, uint owner) => (this.places, this.owner) = (places, owner);

    /// <inheritdoc/>
    public string Name => "jailer";

    /// <inheritdoc/>
    public Task<HostCheck> ExamineAsync(CancellationToken cancellationToken) => Task.FromResult(Examine());

    private HostCheck Examine()
    {
        if (places.Find().TryGetError(out _, out var programs)) return new HostCheck(Name, CheckStatus.Ok, "none: there is no firecracker on this host", null);
        string[] both = [programs.Program, programs.Jailer];
        var faults = new List<string>();
        foreach (var path in both.SelectMany(WithParents).Distinct())
        {
            if (FileStat.OfTarget(path).TryGetError(out var unread, out var stat)) return new HostCheck(Name, CheckStatus.Unknown, unread.Message, null);
            if (stat.UserId != owner) faults.Add(string.Create(CultureInfo.InvariantCulture, $"{path} is user {stat.UserId}'s"));
            else if ((stat.Mode & OthersMayWrite) != 0 && (stat.Mode & Sticky) == 0) faults.Add($"{path} has mode {Convert.ToString(stat.Mode, 8)}");
        }

        return faults.Count == 0
            ? new HostCheck(Name, CheckStatus.Ok, $"{programs.Jailer} and {programs.Program} are root's to change alone", null)
            : new HostCheck(Name, CheckStatus.Fail, string.Join("; ", faults), "chown root: and chmod go-w them: root starts these programs");
    }

    private static IEnumerable<string> WithParents(string path)
    {
        for (var at = path; at is not null; at = Path.GetDirectoryName(at)) yield return at;
    }
}
