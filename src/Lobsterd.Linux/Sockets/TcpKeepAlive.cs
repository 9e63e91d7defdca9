namespace Lobsterd.Linux.Sockets;

/// <summary>Probes of a connection on which nothing comes (tcp(7)).</summary>
/// <param name="AfterSeconds">So long nothing came when the first is sent (TCP_KEEPIDLE).</param>
/// <param name="EverySeconds">So long after it the next (TCP_KEEPINTVL).</param>
/// <param name="Probes">So many that nobody answered break the connection (TCP_KEEPCNT).</param>
public sealed record TcpKeepAlive(int AfterSeconds, int EverySeconds, int Probes);
