using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Locks;

/// <summary>One lock per tenant name, so that two commands never work on the same tenant at once.</summary>
public sealed class TenantLocks(TimeProvider clock)
{
    private readonly Dictionary<TenantName, Entry> entries = [];
    private readonly List<(Lookout Lookout, Func<TenantName, string, bool> IsMeant)> lookouts = [];

    /// <summary>Begins to look out for whoever asks for a lock.</summary>
    /// <param name="isMeant">Which tenant's lock, and what for, is looked out for. One that is held now counts as asked for.</param>
    public Lookout Watch(Func<TenantName, string, bool> isMeant)
    {
        lock (entries)
        {
            var lookout = new Lookout(Leave);
            lookouts.Add((lookout, isMeant));
            if (entries.Any(entry => isMeant(entry.Key, entry.Value.Holder))) lookout.Tell();
            return lookout;
        }
    }

    /// <summary>Waits for a tenant's lock; dispose the answer to give it back.</summary>
    /// <param name="name">The tenant.</param>
    /// <param name="forWhat">The command that takes it, told to those who wait in vain.</param>
    /// <param name="bound">Longest wait.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <error code="tenant.lock.busy">Another command held it all the time.</error>
    public async Task<Result<IDisposable, LobsterError>> AcquireAsync(
        TenantName name, string forWhat, TimeSpan bound, CancellationToken cancellationToken)
    {
        Entry entry;
        lock (entries)
        {
            if (!entries.TryGetValue(name, out entry!)) entries[name] = entry = new Entry();
            entry.Users++;
            foreach (var (lookout, isMeant) in lookouts)
                if (isMeant(name, forWhat)) lookout.Tell();
        }

        var held = false;
        try
        {
            using var timeout = new CancellationTokenSource(bound, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            await entry.Gate.WaitAsync(either.Token);
            held = true;
            entry.Holder = forWhat;
            return new Held(this, name, entry);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LobsterError(TenantErrors.Busy, $"tenant {name} is busy: {entry.Holder} is under way", "try again when it is done");
        }
        finally
        {
            if (!held) Leave(name, entry);
        }
    }

    /// <summary>Whether a command holds a tenant's lock now, or waits for it.</summary>
    public bool IsHeld(TenantName name)
    {
        lock (entries) return entries.ContainsKey(name);
    }

    private void Leave(Lookout lookout)
    {
        lock (entries) _ = lookouts.RemoveAll(one => one.Lookout == lookout);
    }

    private void Leave(TenantName name, Entry entry)
    {
        lock (entries)
        {
            if (--entry.Users == 0) _ = entries.Remove(name);
        }
    }

    private sealed class Entry
    {
        internal SemaphoreSlim Gate { get; } = new(1, 1);

        internal int Users { get; set; }

        internal string Holder { get; set; } = "a command";
    }

    private sealed class Held(TenantLocks locks, TenantName name, Entry entry) : IDisposable
    {
        private bool released;

        public void Dispose()
        {
            if (released) return;
            released = true;
            _ = entry.Gate.Release();
            locks.Leave(name, entry);
        }
    }
}
