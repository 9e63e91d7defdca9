namespace Lobsterd.Guest.Workload;

/// <summary>Tries a port as a client of the tenant's would.</summary>
internal interface IPortProbe
{
    /// <summary>Whether a connection was taken.</summary>
    Task<bool> AnswersAsync(CancellationToken cancellationToken);
}
