using Lobsterd.Domain.Images;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Fork;
using Lobsterd.Engine.Commands.Molt;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Sagas;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Images;
using Lobsterd.Reef.Molt;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Snaps;
using Lobsterd.Reef.Templates;
using Lobsterd.Reef.Tenants;

namespace Lobsterd.Reef.Operations;

/// <summary>Turns operations into what the API shows of them.</summary>
public sealed class OperationMapping(TenantMapping tenants, ImageMapping images)
{
    /// <summary>An operation as it stands now.</summary>
    public async Task<OperationBody> ToBodyAsync(Operation operation)
    {
        var body = new OperationBody
        {
            Id = operation.Id,
            Kind = operation.Request.Kind,
            Tenant = operation.Request.Tenant,
            State = StateNames.Of(operation.State),
            StartedAt = operation.StartedAt,
            EndedAt = operation.EndedAt,
            Steps = [.. operation.Progress.Select(ToStep)],
        };
        if (operation.State == OperationState.Running) return body;
        if ((await operation.Ended).TryGetError(out var error, out var answer)) return body with { Error = ProblemMapping.ToProblem(error) };
        return answer switch
        {
            Tenant tenant => body with { Result = tenants.ToBody(tenant) },
            Forked forked => body with { Forks = [.. forked.Copies.Select(tenants.ToBody)] },
            Image image => body with { Image = images.ToBody(image) },
            MoltReport molt => body with { Molt = MoltMapping.ToBody(molt) },
            Kernel kernel => body with { Kernel = KernelEndpoints.ToBody(kernel) },
            Snap snap => body with { Snap = SnapMapping.ToBody(snap) },
            Template template => body with { Template = TemplateEndpoints.ToBody(template) },
            _ => body,
        };
    }

    /// <summary>One thing that happened to a step.</summary>
    public static StepBody ToStep(SagaProgress progress) =>
        new(progress.Step, StateNames.Of(progress.Event), Math.Round(progress.Elapsed.TotalMilliseconds, 3), progress.Code);
}
