using System.Globalization;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Proofs;

/// <summary>What service and edge hold at one moment.</summary>
/// <param name="ServiceBytes">Memory of the service that is its own: what it shares with files is not counted.</param>
/// <param name="EdgeBytes">The same of the edge.</param>
/// <param name="ServiceDescriptors">Open descriptors of the service.</param>
/// <param name="EdgeDescriptors">The same of the edge.</param>
internal sealed record ProcessCost(long ServiceBytes, long EdgeBytes, int ServiceDescriptors, int EdgeDescriptors)
{
    /// <summary>Looks now.</summary>
    public static ProcessCost Of(ServiceStand stand)
    {
        var service = stand.Service!.Pid;
        var edge = EdgeOf(stand);
        return new ProcessCost(OwnBytes(service), OwnBytes(edge), Descriptors(service), Descriptors(edge));
    }

    /// <summary>Has both give back what they do not hold. They do it on their own time.</summary>
    public static void Lighten(ServiceStand stand)
    {
        stand.Service!.Signal(Signals.UserSignal2).Require();
        using var edge = PidFd.Open(EdgeOf(stand)).Require();
        edge.Signal(Signals.UserSignal2).Require();
    }

    /// <summary>The least of several looks, each figure by itself: what is there whatever was just collected or let go. A leak raises it.</summary>
    public static ProcessCost Least(IReadOnlyList<ProcessCost> looks) => new(
        looks.Min(look => look.ServiceBytes), looks.Min(look => look.EdgeBytes), looks.Min(look => look.ServiceDescriptors), looks.Min(look => look.EdgeDescriptors));

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"service {ServiceBytes / 1048576.0:0.0} MiB, {ServiceDescriptors} descriptors; edge {EdgeBytes / 1048576.0:0.0} MiB, {EdgeDescriptors} descriptors");

    private static int EdgeOf(ServiceStand stand) =>
        Assert.Single(ProcessTable.Stats(), stat => !stat.IsZombie && ProcessTable.RunsAs(stat.Pid, stand.Paths.Instance.EdgeUid)).Pid;

    private static int Descriptors(int pid) => Directory.EnumerateFileSystemEntries(PathOf(pid, "fd")).Count();

    private static long OwnBytes(int pid) => 1024 * long.Parse(
        File.ReadLines(PathOf(pid, "status")).Single(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private static string PathOf(int pid, string file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}");
}
