using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;

namespace Lobsterd.Host.Config;

/// <summary><c>config.json</c> on disk.</summary>
public static class ConfigFile
{
    /// <summary>Reads it; a missing file is all defaults.</summary>
    /// <error code="config.load.invalid">It has faults; all are told.</error>
    /// <error code="config.load.unreadable">It is there and cannot be read.</error>
    public static Result<LobsterdConfig, LobsterError> Load(LobsterdPaths paths)
    {
        try
        {
            if (!File.Exists(paths.Config)) return new LobsterdConfig();
            return new FileInfo(paths.Config).Length > ConfigReader.LongestDocument
                ? new LobsterError(ConfigErrors.Invalid, $"{paths.Config} is larger than any configuration")
                : ConfigReader.Read(File.ReadAllBytes(paths.Config)).MapError(error => error.Under(paths.Config));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(ConfigErrors.Unreadable, exception.Message);
        }
    }
}
