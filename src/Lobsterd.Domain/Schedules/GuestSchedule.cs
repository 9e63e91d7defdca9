namespace Lobsterd.Domain.Schedules;

/// <summary>When a guest wants to be awake, in its own words: bounded and printable, but not yet understood.</summary>
/// <param name="Id">Its name in the guest.</param>
/// <param name="Text">What it says, e.g. <c>cron Europe/Berlin 30 7 * * 1-5</c>.</param>
/// <param name="Since">When it was last written, by the guest's clock; <c>every</c> counts from here.</param>
public sealed record GuestSchedule(string Id, string Text, DateTimeOffset Since);
