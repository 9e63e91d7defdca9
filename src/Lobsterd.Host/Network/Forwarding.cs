using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Sysctls;

namespace Lobsterd.Host.Network;

/// <summary>The host's IPv4 forwarding, which guests need to reach the world: switched on where it was off, and off again in the end.</summary>
/// <remarks>Forwarding is one setting of the whole host; switching it on makes the host a router between its other interfaces as well, as far as
/// its own firewall lets it. What was changed is on record before it is changed.</remarks>
internal sealed class Forwarding(LobsterdPaths paths)
{
    private const string Setting = "net/ipv4/ip_forward";
    private const string Off = "0";
    private const string On = "1";

    /// <summary>Whether it is on.</summary>
    /// <error code="network.host.not-ready">The setting cannot be read.</error>
    internal static Result<bool, LobsterError> IsOn() => Sysctl.Read(Setting).Map(present => present != Off).MapError(NetworkFault.Of);

    /// <summary>Whether it is lobsterd who switched it on.</summary>
    internal bool IsOurs => ReadRecord() is { } record && record == Here();

    /// <summary>Switches it on, and puts on record if it was off.</summary>
    /// <error code="network.host.not-ready">The setting or the record cannot be written.</error>
    internal UnitResult<LobsterError> Enable()
    {
        if (Sysctl.Read(Setting).TryGetError(out var error, out var present)) return NetworkFault.Of(error);
        if (present != Off) return UnitResult.Success<LobsterError>();
        try
        {
            _ = Directory.CreateDirectory(paths.Run);
            var fresh = paths.ForwardingBefore + ".new";
            File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(Here(), NetworkJson.Default.ForwardingRecord));
            File.Move(fresh, paths.ForwardingBefore, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(NetworkErrors.NotReady, $"{paths.ForwardingBefore} cannot be written: {refused.Message}");
        }
        return Sysctl.Write(Setting, On).MapError(NetworkFault.Of);
    }

    /// <summary>Switches it off again if lobsterd switched it on. Done already is success.</summary>
    /// <error code="network.host.not-ready">The setting or the record cannot be written.</error>
    internal UnitResult<LobsterError> Restore()
    {
        if (IsOurs && Sysctl.Write(Setting, Off).TryGetError(out var error)) return NetworkFault.Of(error);
        try
        {
            File.Delete(paths.ForwardingBefore);
        }
        catch (DirectoryNotFoundException)
        {
            // Then there is no record either.
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(NetworkErrors.NotReady, $"{paths.ForwardingBefore} cannot be removed: {refused.Message}");
        }
        return UnitResult.Success<LobsterError>();
    }

    private static ForwardingRecord Here() => new()
    {
        BootId = BootId.Current,
        Namespace = File.ResolveLinkTarget("/proc/thread-self/ns/net", returnFinalTarget: false)?.Name ?? "",
    };

    private ForwardingRecord? ReadRecord()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(paths.ForwardingBefore), NetworkJson.Default.ForwardingRecord);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
