using Lobsterd.Domain.Errors;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>What stands on a host of the tests, as names; acts on it can be made to fail. It outlives the "service", as a kernel does.</summary>
internal sealed class World
{
    public static readonly ErrorCode Refused = new("test.world.refused", ErrorKind.Unavailable);

    private readonly Lock gate = new();
    private readonly HashSet<string> things = [];
    private readonly List<string> acts = [];

    /// <summary>The act that fails, e.g. <c>vm.boot</c>; it fails after it has made its thing, as a crash in the middle would leave it.</summary>
    public string? Failing { get; set; }

    public IReadOnlyList<string> Things
    {
        get
        {
            lock (gate) return [.. things.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Every act so far, in order.</summary>
    public IReadOnlyList<string> Acts
    {
        get
        {
            lock (gate) return [.. acts];
        }
    }

    public bool Has(string thing)
    {
        lock (gate) return things.Contains(thing);
    }

    public LobsterError? Make(string act, string thing)
    {
        lock (gate)
        {
            acts.Add(act);
            _ = things.Add(thing);
            return Failing == act ? new LobsterError(Refused, act) : null;
        }
    }

    public LobsterError? Take(string act, string thing)
    {
        lock (gate)
        {
            acts.Add(act);
            if (Failing == act) return new LobsterError(Refused, act);
            _ = things.Remove(thing);
            return null;
        }
    }

    public LobsterError? Do(string act)
    {
        lock (gate)
        {
            acts.Add(act);
            return Failing == act ? new LobsterError(Refused, act) : null;
        }
    }
}
