using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Watch;

namespace Lobsterd.Engine.Commands.Maintain;

/// <summary>What an operator can give their word on.</summary>
public sealed record OperatorWordKind
{
    private OperatorWordKind() { }

    /// <summary>The watchdog keeps its hands off the tenant.</summary>
    public static OperatorWordKind Maintenance { get; } = new()
    {
        Noun = "maintenance",
        Invalid = WatchErrors.MaintenanceInvalid,
        Begun = "left alone",
        Ended = "watched again",
        Of = tenant => tenant.Maintenance,
        With = (tenant, word) => tenant with { Maintenance = word },
    };

    /// <summary>The tenant does not fall asleep by itself.</summary>
    public static OperatorWordKind Hold { get; } = new()
    {
        Noun = "hold",
        Invalid = SleepErrors.HoldInvalid,
        Begun = "held awake",
        Ended = "may fall asleep again",
        Of = tenant => tenant.Hold,
        With = (tenant, word) => tenant with { Hold = word },
    };

    /// <summary>What it is called; its events are <c>tenant.NOUN</c> and <c>tenant.NOUN-ended</c>.</summary>
    public required string Noun { get; init; }

    /// <summary>What a word that is none is refused with.</summary>
    public required ErrorCode Invalid { get; init; }

    /// <summary>What it makes of the tenant, for people.</summary>
    public required string Begun { get; init; }

    /// <summary>What its end makes of the tenant.</summary>
    public required string Ended { get; init; }

    /// <summary>The word that a tenant's entry holds.</summary>
    public required Func<Tenant, OperatorWord?> Of { get; init; }

    /// <summary>The entry with another word, or none.</summary>
    public required Func<Tenant, OperatorWord?, Tenant> With { get; init; }
}
