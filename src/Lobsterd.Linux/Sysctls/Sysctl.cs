using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Sysctls;

/// <summary>Kernel settings: the files of <c>/proc/sys</c>. Those below <c>net/</c> are of the calling thread's network namespace.</summary>
public static class Sysctl
{
    private const string Folder = "/proc/sys/";
    private const int LongestValue = 256;

    /// <summary>Reads a setting.</summary>
    /// <param name="key">Its path below <c>/proc/sys</c>.</param>
    /// <returns>Its value, without white space around it.</returns>
    /// <error code="sysctl.setting.refused">There is no such setting, or it cannot be read.</error>
    public static Result<string, LobsterError> Read(string key)
    {
        if (Fd.Open(Folder + key, OpenFlags.ReadOnly).TryGetError(out var error, out var file)) return Refused(key, error);
        using (file)
        {
            Span<byte> value = stackalloc byte[LongestValue];
            return file.Read(value).TryGetError(out error, out var length)
                ? Refused(key, error)
                : Encoding.ASCII.GetString(value[..(length ?? 0)]).Trim();
        }
    }

    /// <summary>Writes a setting.</summary>
    /// <param name="key">Its path below <c>/proc/sys</c>.</param>
    /// <param name="value">The value as text.</param>
    /// <error code="sysctl.setting.refused">There is no such setting, or it cannot be written.</error>
    public static UnitResult<LobsterError> Write(string key, string value)
    {
        if (Fd.Open(Folder + key, OpenFlags.WriteOnly).TryGetError(out var error, out var file)) return Refused(key, error);
        using (file)
            return file.Write(Encoding.ASCII.GetBytes(value)).TryGetError(out error)
                ? Refused(key, error)
                : UnitResult.Success<LobsterError>();
    }

    /// <summary>Writes a setting unless it has that value: some settings are dear to write, and some places let them be read only.</summary>
    /// <inheritdoc cref="Write"/>
    public static UnitResult<LobsterError> Ensure(string key, string value) =>
        Read(key).TryGetValue(out var present) && present == value ? UnitResult.Success<LobsterError>() : Write(key, value);

    private static LobsterError Refused(string key, LobsterError cause) =>
        new(SysctlErrors.Refused, $"kernel setting {key.Replace('/', '.')}", Cause: cause);
}
