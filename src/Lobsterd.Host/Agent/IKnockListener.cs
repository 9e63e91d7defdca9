namespace Lobsterd.Host.Agent;

/// <summary>Listens on one tenant's interface for its agent's knock; disposing it stops that.</summary>
internal interface IKnockListener : IDisposable
{
    /// <summary>Completes with the next knock, and never when none can come any more. A guest may knock as often as it likes, so whoever hears it keeps his own pace.</summary>
    Task HearAsync(CancellationToken cancellationToken);
}
