using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Machine;

/// <summary>The host name of our UTS namespace.</summary>
public static unsafe class HostName
{
    /// <summary>Sets it.</summary>
    /// <param name="name">ASCII, 1 to 64 bytes.</param>
    /// <error code="machine.hostname.refused">We may not, or it is too long.</error>
    public static UnitResult<LobsterError> Set(string name)
    {
        var bytes = Encoding.ASCII.GetBytes(name);
        fixed (byte* start = bytes)
            return MachineCalls.SetHostName(start, (nuint)bytes.Length) == 0
                ? UnitResult.Success<LobsterError>()
                : Errno.Last(MachineErrors.HostNameRefused, $"sethostname {name}");
    }
}
