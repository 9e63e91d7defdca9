namespace Lobsterd.Protocol.Reef;

/// <summary>A command under way or done.</summary>
public sealed record OperationBody
{
    /// <summary>UUID v7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The command, e.g. <c>tenant.spawn</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The tenant; null for a command on the host.</summary>
    public string? Tenant { get; init; }

    /// <summary><c>running</c>, <c>succeeded</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it began (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What its steps told so far.</summary>
    public required IReadOnlyList<StepBody> Steps { get; init; }

    /// <summary>Why it failed.</summary>
    public ProblemBody? Error { get; init; }

    /// <summary>The tenant that a spawn made.</summary>
    public TenantBody? Result { get; init; }

    /// <summary>The tenants that a fork made.</summary>
    public IReadOnlyList<TenantBody>? Forks { get; init; }

    /// <summary>The image that a build made.</summary>
    public ImageBody? Image { get; init; }

    /// <summary>What a molt found and did.</summary>
    public MoltReportBody? Molt { get; init; }

    /// <summary>The kernel that was taken into the store.</summary>
    public KernelBody? Kernel { get; init; }

    /// <summary>The template that was made.</summary>
    public TemplateBody? Template { get; init; }

    /// <summary>The snap that was taken, written or read.</summary>
    public SnapBody? Snap { get; init; }
}
