using Lobsterd.Domain.Access;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Wake.Schedules;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Tenants;

/// <summary><c>/v1/tenants/{name}/schedules</c>: when a guest wants to be awake.</summary>
public sealed class ScheduleEndpoints(RegistryBook registry, IAgents agents, TimeProvider clock)
{
    /// <summary>Adds the path.</summary>
    public void Map(ReefRoutes routes) => _ = routes
        .Get($"{ReefPaths.Tenants}/{{name}}/schedules", ApiScopes.TenantsRead, "Lists when a tenant's guest wants to be awake; of a sleeper, what is due next. It is not woken by being asked.", ListAsync)
        .Answers(ReefJson.Default.ScheduleList);

    private async Task<IResult> ListAsync(HttpContext context, string name)
    {
        if (TenantEndpoints.Find(registry, name).TryGetError(out var error, out var tenant)) return ProblemMapping.ToResult(error);
        if (tenant.Observed == ObservedState.Suspended) return Answer(tenant.Due is { } due ? [new ScheduleBody(due.Id, Text: null, due.At, Fault: null)] : []);
        if (TenantEndpoints.FindAwake(registry, name).TryGetError(out error, out tenant)) return ProblemMapping.ToResult(error);
        if ((await agents.SchedulesAsync(tenant.Owner, tenant.AgentToken, context.RequestAborted)).TryGetError(out error, out var schedules)) return ProblemMapping.ToResult(error);
        var now = clock.GetUtcNow();
        return Answer([.. schedules.Select(schedule => ToBody(schedule, now))]);
    }

    private static ScheduleBody ToBody(GuestSchedule schedule, DateTimeOffset now) => Agenda.NextOf(schedule, now).TryGetError(out var fault, out var next)
        ? new ScheduleBody(schedule.Id, schedule.Text, NextAt: null, fault.Message)
        : new ScheduleBody(schedule.Id, schedule.Text, next, Fault: null) { HeldUntil = Agenda.HoldOf(schedule, now)?.Until };

    private static IResult Answer(IReadOnlyList<ScheduleBody> schedules) => Results.Json(new ScheduleList(schedules), ReefJson.Default.ScheduleList);
}
