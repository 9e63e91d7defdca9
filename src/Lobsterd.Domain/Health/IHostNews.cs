namespace Lobsterd.Domain.Health;

/// <summary>Tells when what all tenants share may not be as it was, so that nobody has to look for it again and again.</summary>
public interface IHostNews
{
    /// <summary>Calls back whenever a check is worth a look, until cancelled. What this host does not tell is the sweep's to find.</summary>
    /// <param name="told">Takes which; must be quick.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task HearAsync(Action<HealthCheck> told, CancellationToken cancellationToken);
}
