using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Guest.ProcessMode;

/// <summary>The file of an agent's state: replaced whole, readable for its owner alone.</summary>
internal static class StateFile
{
    private const int OwnerOnly = 0x180;

    /// <summary>Writes a state.</summary>
    /// <error code="file.act.failed">The file could not be replaced; the old one stands.</error>
    internal static UnitResult<LobsterError> Write(string path, AgentState state) =>
        VolatileFile.Replace(Path.GetFullPath(path), JsonSerializer.SerializeToUtf8Bytes(state, AgentStateJson.Default.AgentState), OwnerOnly);

    /// <summary>Reads a state.</summary>
    /// <error code="guest.state.unreadable">The file is not there, not whole, or of another version.</error>
    internal static Result<AgentState, LobsterError> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), AgentStateJson.Default.AgentState) is { Schema: AgentState.CurrentSchema } state
                ? state
                : new LobsterError(ProcessModeErrors.StateUnreadable, $"{path}: not a state of version {AgentState.CurrentSchema}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return new LobsterError(ProcessModeErrors.StateUnreadable, $"{path}: {exception.Message}");
        }
    }
}
