using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Events;

namespace Lobsterd.Engine.Templates;

/// <summary>Knows which template fits a new tenant, and stops trusting one that failed.</summary>
public sealed class TemplateBook(HypervisorConfig config, IImages images, ITemplates store, EventBook events)
{
    /// <summary>Whether the configuration wants templates at all.</summary>
    public bool IsOn => config.Templates == HypervisorConfig.WithTemplates;

    /// <summary>What a tenant's template is made from.</summary>
    /// <param name="facts">The hypervisor.</param>
    /// <param name="image">The tenant's image.</param>
    /// <param name="size">Its VM.</param>
    /// <param name="diskBytes">Its disk.</param>
    /// <param name="workload">The workload whose program waits in it; null: none does.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <error code="image.kernel.missing">There is no kernel, so nothing boots either.</error>
    /// <error code="image.store.damaged">The image is.</error>
    public async Task<Result<TemplateInputs, LobsterError>> InputsAsync(
        HypervisorFacts facts, Image image, VmSize size, long diskBytes, PreparedWorkload? workload, CancellationToken cancellationToken) =>
        (await images.BootFilesAsync(image.Hash, cancellationToken)).Map(boot => new TemplateInputs(
            $"{facts.Name} {facts.Version} {facts.Accelerator}",
            image.Hash,
            $"{boot.KernelRelease} {Path.GetFileName(Path.GetDirectoryName(boot.Kernel))} {Path.GetFileNameWithoutExtension(boot.Initramfs)}",
            size,
            diskBytes)
        {
            Workload = workload,
        });

    /// <summary>What a tenant to be has to do with templates; null: nothing, since they are switched off or nothing of that image boots.</summary>
    public async Task<TemplateUse?> ChooseAsync(
        HypervisorFacts facts, Image image, VmSize size, long diskBytes, PreparedWorkload? workload, CancellationToken cancellationToken)
    {
        if (!IsOn || (await InputsAsync(facts, image, size, diskBytes, workload, cancellationToken)).TryGetError(out _, out var inputs)) return null;
        return new TemplateUse(inputs, FindWhole(inputs) is not null);
    }

    /// <summary>The template of some inputs; null when there is none that is whole.</summary>
    public Template? FindWhole(TemplateInputs inputs) => store.Find(inputs.Key).TryGetValue(out var template) && !template.IsDamaged ? template : null;

    /// <summary>Told when a VM could not be restored from a template. One that does not fit is removed, so that another one is made.</summary>
    public void Distrust(string key, TenantName tenant, LobsterError why)
    {
        if (why.Code == VmErrors.StateUnusable) _ = store.Remove(key);
        _ = events.Add("template.unusable", tenant.Value, "service", $"template {key[..12]} was not used: {why.FullMessage}", why.Code.Name);
    }
}
