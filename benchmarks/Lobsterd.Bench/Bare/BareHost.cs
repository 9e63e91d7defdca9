using Lobsterd.Domain.Config;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Templates;
using Lobsterd.Host.Agent;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Host.Templates;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Bare;

/// <summary>What a script has at hand before it starts VMs like a stand's: the very arguments of a tenant's own QEMU, its files, and a client of its agent. Where the stand
/// has a template, its memory is held already, as whoever starts many VMs of one holds it. It works in the network namespace of this process, which is empty but
/// for what it makes itself.</summary>
internal sealed class BareHost : IDisposable
{
    private const long BytesOfMib = 1 << 20;

    private readonly string emptyDisk;
    private readonly TemplateFiles? template;
    private readonly SealedMemfd? memory;

    private BareHost(TenantBody model, BootFiles files, string emptyDisk, TemplateFiles? template)
    {
        (Model, Files, this.emptyDisk, this.template) = (model, files, emptyDisk, template);
        Arguments = [.. ProcessTable.ArgumentsOf(model.Pid ?? throw new InvalidOperationException("the tenant has no VMM")).Skip(1)];
        if (template is null) return;
        using var state = StateFile.Open(template.Snapshot.StatePath).Require();
        TemplateMemory = state.State.Memory;
        memory = RamLoader.Load(PlainFile.Open(template.Snapshot.MemoryPath, OpenFlags.ReadOnly).Require(), TemplateMemory).Require();
    }

    /// <summary>Addresses by slot.</summary>
    internal static NetworkPlan Plan { get; } = NetworkPlan.Parse(new NetworkConfig().Pool).Require();

    /// <summary>The tenant whose VM is imitated.</summary>
    internal TenantBody Model { get; }

    /// <summary>What its VM boots from.</summary>
    internal BootFiles Files { get; }

    /// <summary>All arguments of its QEMU.</summary>
    internal IReadOnlyList<string> Arguments { get; }

    /// <summary>Where a script's files lie.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("lob-bare-").FullName;

    /// <summary>The same client of agents that a service has.</summary>
    internal AgentClient Agents { get; } = new(new AgentConfig(), TimeProvider.System);

    /// <summary>What the template's memory file holds; null where there is no template.</summary>
    internal SavedMemory? TemplateMemory { get; }

    /// <summary>The template's memory file.</summary>
    internal string TemplateMemoryPath => Template.Snapshot.MemoryPath;

    /// <summary>The template's device state.</summary>
    internal string TemplateStatePath => Template.Snapshot.StatePath;

    private TemplateFiles Template => template ?? throw new InvalidOperationException("the stand has no template");

    /// <summary>Prepares VMs like those of a stand, which has a tenant for a moment.</summary>
    internal static async Task<BareHost> LikeAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var model = (await stand.Reef.SpawnAsync("model", cancellationToken)).Tenant;
        var store = new TemplateStore(stand.Paths);
        var template = store.List().Require().Select(made => store.FilesOf(made.Key)).SingleOrDefault();
        var host = new BareHost(model, await StandImages.BootFilesAsync(stand, model.ImageHash, cancellationToken), StandImages.EmptyDiskOf(stand), template);
        _ = (await stand.Reef.EvictAsync("model", cancellationToken)).Succeeded();
        return host;
    }

    /// <summary>Makes a tenant's disk: a copy of the empty one, or of the template's.</summary>
    internal void CopyDisk(string path) => StandImages.CopyDisk(template?.OverlayPath ?? emptyDisk, path);

    /// <summary>What a VM maps: the template's memory, or an empty one of its own.</summary>
    internal Fd TakeMemory()
    {
        if (memory is not null) return memory.Memfd.Duplicate().Require();
        var empty = Memfd.Create(RamMapping.MemfdName).Require();
        SparseFile.SetSize(empty, Model.MemoryMib * BytesOfMib).Require();
        return empty;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Agents.Dispose();
        memory?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
