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
        var edge = Assert.Single(ProcessTable.Stats(), stat => !stat.IsZombie && ProcessTable.RunsAs(stat.Pid, stand.Paths.Instance.EdgeUid)).Pid;
        return new ProcessCost(OwnBytes(service), OwnBytes(edge), Descriptors(service), Descriptors(edge));
    }

    /// <summary>The middle of several looks, each figure by itself.</summary>
    public static ProcessCost Middle(IReadOnlyList<ProcessCost> looks) => new(
        Middle(looks, look => look.ServiceBytes),
        Middle(looks, look => look.EdgeBytes),
        (int)Middle(looks, look => look.ServiceDescriptors),
        (int)Middle(looks, look => look.EdgeDescriptors));

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"service {ServiceBytes / 1048576.0:0.0} MiB, {ServiceDescriptors} descriptors; edge {EdgeBytes / 1048576.0:0.0} MiB, {EdgeDescriptors} descriptors");

    private static long Middle(IReadOnlyList<ProcessCost> looks, Func<ProcessCost, long> figure) => looks.Select(figure).Order().ElementAt(looks.Count / 2);

    private static int Descriptors(int pid) => Directory.EnumerateFileSystemEntries(PathOf(pid, "fd")).Count();

    private static long OwnBytes(int pid) => 1024 * long.Parse(
        File.ReadLines(PathOf(pid, "status")).Single(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private static string PathOf(int pid, string file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}");
}
