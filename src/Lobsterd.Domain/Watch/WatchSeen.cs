namespace Lobsterd.Domain.Watch;

/// <summary>What the watchdog learns of a tenant.</summary>
public abstract record WatchSeen
{
    private WatchSeen() { }

    /// <summary>It shall not run: it was stopped, or put to sleep.</summary>
    /// <param name="IsSuspended">Whether it sleeps.</param>
    public sealed record Off(bool IsSuspended) : WatchSeen;

    /// <summary>An operator wants it left alone.</summary>
    /// <param name="Why">Their reason.</param>
    /// <param name="Until">When that ends by itself.</param>
    public sealed record Maintained(string Why, DateTimeOffset Until) : WatchSeen;

    /// <summary>A command is changing it.</summary>
    public sealed record InCommand : WatchSeen;

    /// <summary>It shall run, and by the registry it does.</summary>
    public sealed record Present : WatchSeen;

    /// <summary>It shall run, and its VM is not there.</summary>
    /// <param name="Why">What is known of how it went.</param>
    public sealed record Gone(string Why) : WatchSeen;

    /// <summary>A look found nothing wrong.</summary>
    public sealed record Passed : WatchSeen;

    /// <summary>A look found something wrong.</summary>
    /// <param name="Why">What.</param>
    public sealed record Ill(string Why) : WatchSeen;

    /// <summary>A repair begins.</summary>
    public sealed record RepairBegun : WatchSeen;

    /// <summary>A repair ended, and all is well behind it.</summary>
    public sealed record Repaired : WatchSeen;

    /// <summary>A repair ended, and all is not well behind it.</summary>
    /// <param name="Why">What is wrong.</param>
    public sealed record NotRepaired(string Why) : WatchSeen;

    /// <summary>A repair could not begin, since a command had the tenant.</summary>
    public sealed record RepairPutOff : WatchSeen;

    /// <summary>An operator did something to it: what was counted before says nothing any more.</summary>
    public sealed record OperatorActed : WatchSeen;
}
