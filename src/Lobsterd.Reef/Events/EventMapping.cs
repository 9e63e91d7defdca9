using Lobsterd.Domain.Events;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Reef.Events;

/// <summary>Turns events into what the API shows of them.</summary>
internal static class EventMapping
{
    internal static EventBody ToBody(TenantEvent happened) =>
        new(happened.Sequence, happened.At, happened.Kind, happened.Tenant, happened.Actor, happened.Message, happened.Code, happened.ElapsedMs);
}
