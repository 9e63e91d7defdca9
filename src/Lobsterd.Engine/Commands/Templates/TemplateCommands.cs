using System.Collections.Concurrent;
using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Sagas;
using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Admission;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Templates;

namespace Lobsterd.Engine.Commands.Templates;

/// <summary>Makes, checks and removes templates.</summary>
public sealed class TemplateCommands(
    TemplateBook book,
    ITemplates store,
    TemplateBuildSaga saga,
    SagaRunner runner,
    TenantDesk desk,
    RegistryBook registry,
    SpawnAdmission admission,
    HypervisorSet hypervisors,
    IImages images,
    NetworkPlan network,
    BuilderTurn turn,
    LobsterdConfig config)
{
    private const string Service = "service";

    // What failed once fails again, and a boot costs a processor for seconds: so nobody's spawn asks for it again before this.
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> failed = new();
    private readonly WorkloadCatalogue workloads = new(config);

    /// <summary>Starts making a template, or joins the making of the same one. One that is there and whole is the answer at once.</summary>
    /// <returns>The operation; its answer is the <see cref="Template"/>.</returns>
    /// <error code="template.build.off">The configuration has switched templates off.</error>
    /// <error code="image.name.unknown">There is no such image.</error>
    /// <error code="workload.name.unknown">There is no such workload.</error>
    /// <error code="vm.hypervisor.missing">This host can run no VM.</error>
    public async Task<Result<Operation, LobsterError>> StartBuildAsync(TemplateBuildRequest request, string actor, string? key, CancellationToken cancellationToken)
    {
        if (!book.IsOn) return new LobsterError(TemplateErrors.SwitchedOff, "templates are switched off", "set hypervisor.templates to auto");
        if (hypervisors.Facts.TryGetError(out var error, out var facts)) return error;
        if ((await images.FindAsync(request.Image ?? config.Images.Default, cancellationToken)).TryGetError(out error, out var image)) return error;

        var name = request.Workload ?? image.Workload ?? WorkloadCatalogue.Gateway;
        if (workloads.Find(name).TryGetError(out error, out var workload)) return error;
        var size = new VmSize(request.Vcpus ?? hypervisors.DefaultSize.Vcpus, request.MemoryMib ?? workload.MemoryMib ?? hypervisors.DefaultSize.MemoryMib);
        var disk = request.DiskBytes ?? config.Overlay.SizeBytes;
        if (TenantLimits.FaultsOf(size, disk) is { Count: > 0 } faults) return new LobsterError(TenantErrors.SpecInvalid, string.Join("; ", faults));
        var waiting = WorkloadCatalogue.PreparedOf(name, workload);
        if ((await book.InputsAsync(facts, image, size, disk, waiting, cancellationToken)).TryGetError(out error, out var inputs)) return error;
        return Start(inputs, image.Name, actor, key);
    }

    /// <summary>Told by a spawn that booted for want of a template: it is made behind it, once for all that miss it.</summary>
    public void Want(TemplateUse use, string imageName)
    {
        if (use.IsReady || book.FindWhole(use.Inputs) is not null) return;
        if (failed.TryGetValue(use.Inputs.Key, out var when) && desk.Clock.GetUtcNow() - when < Rest) return;
        _ = Start(use.Inputs, imageName, Service, key: null);
    }

    /// <summary>Undoes what an earlier service left of a build.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request) =>
        desk.Operations.Resume(unfinished.Head.Saga, request, async (operation, stop) =>
        {
            using (await turn.TakeAsync(stop))
            {
                return (await runner.RecoverAsync(saga.Define(), unfinished, operation, stop)).TryGetError(out var error)
                    ? error
                    : new LobsterError(SagaErrors.Cancelled, "the template was not finished when an earlier service ended");
            }
        });

    /// <summary>Removes a template; VMs that were restored from it are not touched.</summary>
    /// <error code="template.key.unknown">There is no such template.</error>
    public UnitResult<LobsterError> Remove(string key, string actor)
    {
        // One whose passport is damaged has no inputs any more; its whole key has to do.
        var found = store.Find(key);
        var whole = found.TryGetValue(out var template) ? template.Key : key;
        if (found.TryGetError(out var error) && error.Code != TemplateErrors.Damaged) return error;
        if (store.Remove(whole).TryGetError(out error)) return error;
        _ = failed.TryRemove(whole, out _);
        _ = desk.Events.Add("template.removed", null, actor, whole[..12]);
        return UnitResult.Success<LobsterError>();
    }

    private Result<Operation, LobsterError> Start(TemplateInputs inputs, string imageName, string actor, string? key) =>
        desk.Operations.Start(
            new OperationRequest(TemplateBuildSaga.Kind, null, actor, $"template:{inputs.Key}", key),
            (operation, stop) => BuildAsync(inputs, imageName, operation, stop));

    private async Task<Result<object, LobsterError>> BuildAsync(TemplateInputs inputs, string imageName, Operation operation, CancellationToken cancellationToken)
    {
        using (await turn.TakeAsync(cancellationToken))
        {
            if (book.FindWhole(inputs) is { } there) return there;
            if (hypervisors.Facts.TryGetError(out var error, out var facts)) return error;
            if (admission.Decide(registry.Current, inputs.Size, except: null).TryGetError(out error)) return Failed(inputs, operation, error);

            var plan = new TemplateBuildPlan(TemplateBuilder.OwnerOf(operation.Id, network), inputs, imageName, facts.Name, desk.Clock.GetUtcNow());
            if ((await runner.RunAsync(saga.Define(), plan, operation.Id, operation, cancellationToken)).TryGetError(out error, out _))
                return Failed(inputs, operation, error);
            if (store.Find(inputs.Key).TryGetError(out error, out var template)) return Failed(inputs, operation, error);
            _ = failed.TryRemove(inputs.Key, out _);
            Supersede(template);
            _ = desk.Events.Add(
                "template.built", null, operation.Request.Actor,
                string.Create(CultureInfo.InvariantCulture, $"{imageName} {inputs.Size.MemoryMib} MiB, {template.Key[..12]}, in {template.Took.TotalSeconds:0.0} s"));
            return template;
        }
    }

    // What was made of the same image's earlier builds, of an earlier command line, or for an earlier kernel or hypervisor, no spawn asks for any more.
    private void Supersede(Template fresh)
    {
        if (store.List().TryGetError(out _, out var all)) return;
        foreach (var older in all.Where(other => other.Key != fresh.Key && other.ImageName == fresh.ImageName && IsForTheSame(other.Inputs, fresh.Inputs)))
            _ = store.Remove(older.Key);
    }

    private static bool IsForTheSame(TemplateInputs one, TemplateInputs other) =>
        one.Size == other.Size && one.DiskBytes == other.DiskBytes && one.Workload?.Name == other.Workload?.Name;

    private LobsterError Failed(TemplateInputs inputs, Operation operation, LobsterError error)
    {
        if (error.Code != SagaErrors.Cancelled) failed[inputs.Key] = desk.Clock.GetUtcNow();
        _ = desk.Events.Add("template.failed", null, operation.Request.Actor, error.FullMessage, error.Code.Name);
        return error;
    }
}
