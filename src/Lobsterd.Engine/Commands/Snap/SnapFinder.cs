using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Commands.Snap;

/// <summary>Finds snaps by what a person calls them: the name that their tenant has or had, and an id or a label.</summary>
public sealed class SnapFinder(ISnaps snaps, RegistryBook registry)
{
    private const char Between = '@';
    private const int MostShown = 80;

    /// <summary>The snaps of whoever has a name, and of whoever had it: those that outlived their tenant are found by it too. Newest first.</summary>
    /// <error code="tenant.name.unknown">Nobody has that name, and no snap is of somebody who had.</error>
    /// <error code="snap.file.failed">The store could not be listed.</error>
    public Result<IReadOnlyList<Domain.Snapshots.Snap>, LobsterError> ListOf(TenantName name)
    {
        if (snaps.List().TryGetError(out var error, out var all)) return error;
        var found = registry.Current.Find(name);
        var id = found.TryGetValue(out var tenant) ? tenant.Id : default;
        var theirs = all.Where(snap => snap.TenantId == id || snap.Tenant == name).ToList();
        return theirs.Count == 0 && found.TryGetError(out var unknown) ? unknown : theirs;
    }

    /// <summary>One of them; of two with the same label the newer one.</summary>
    /// <param name="name">The tenant's name.</param>
    /// <param name="text">An id or a label.</param>
    /// <error code="tenant.name.unknown">Nobody has that name, and no snap is of somebody who had.</error>
    /// <error code="snap.name.invalid">The text is neither an id nor a label.</error>
    /// <error code="snap.name.unknown">There is no such snap.</error>
    public Result<Domain.Snapshots.Snap, LobsterError> Find(TenantName name, string text)
    {
        if (!SnapId.IsId(text) && !SnapLabel.IsLabel(text))
            return new LobsterError(SnapErrors.NameInvalid, $"'{PlainText.Of(text, MostShown)}' is neither a snap's id nor a label", "lobsterd snap ls shows those that there are");
        if (ListOf(name).TryGetError(out var error, out var theirs)) return error;
        return theirs.FirstOrDefault(snap => snap.Id.Value == text || snap.Label == text) is { } found
            ? found
            : new LobsterError(SnapErrors.Unknown, $"tenant {name} has no snap {text}", $"lobsterd snap ls {name} shows those that there are");
    }

    /// <summary>One of them that can be used.</summary>
    /// <error code="snap.store.damaged">Its disk is not what was sealed.</error>
    /// <error code="snap.name.unknown">There is no such snap.</error>
    public Result<Domain.Snapshots.Snap, LobsterError> FindWhole(TenantName name, string text) => Find(name, text)
        .Ensure(snap => !snap.IsDamaged, snap => new LobsterError(SnapErrors.Damaged, $"snap {snap.Id} is damaged: its disk is not what was sealed", "it is of no use any more: remove it"));

    /// <summary>Absolute path of one's disk.</summary>
    public string DiskOf(Domain.Snapshots.Snap snap) => snaps.DiskOf(snap);

    /// <summary>Reads <c>NAME@SNAP</c>.</summary>
    /// <error code="snap.name.invalid">It is not of that form.</error>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    public static Result<(TenantName Name, string Snap), LobsterError> Parse(string text)
    {
        var at = text.IndexOf(Between, StringComparison.Ordinal);
        if (at < 0) return new LobsterError(SnapErrors.NameInvalid, $"'{PlainText.Of(text, MostShown)}' names no snap", "it is NAME@SNAP, e.g. alice@before-upgrade");
        return TenantName.Parse(text[..at]).Map(name => (name, text[(at + 1)..]));
    }
}
