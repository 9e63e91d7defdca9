using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;

namespace Lobsterd.Engine.Watch;

/// <summary>What tells the watchdog of the world with nobody asking. VMs that end and commands are told as events, and tenants by the registry.</summary>
/// <param name="Network">The kernel, of TAPs and the wall.</param>
/// <param name="Hearts">The agents in the guests.</param>
/// <param name="Host">What all tenants share.</param>
public sealed record WatchdogEars(INetworkNews Network, IHeartbeats Hearts, IEnumerable<IHostNews> Host);
