using Lobsterd.Domain.Agent;

namespace Lobsterd.Engine.Checks;

/// <summary>What an agent said of its guest.</summary>
/// <param name="Stats">Its words.</param>
/// <param name="Asked">When it was asked, by the host's clock.</param>
/// <param name="Answered">When its answer was here.</param>
public sealed record GuestAnswer(GuestStats Stats, DateTimeOffset Asked, DateTimeOffset Answered);
