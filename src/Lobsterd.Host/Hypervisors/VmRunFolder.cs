using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors;

/// <summary>A tenant's folder of run-time files: all that is known of its VM beside the VM itself. Root's alone; gone after a reboot.</summary>
internal sealed class VmRunFolder(LobsterdPaths paths, TenantName name)
{
    private const int FolderMode = 0x1C0;    // 0700
    private const int ParentMode = 0x1C9;    // 0711, as init makes it
    private const int FileMode = 0x180;      // 0600
    private const int LongestRecord = 16 * 1024;
    private readonly string folder = paths.VmOf(name);
    private readonly string parent = paths.Vms;

    private string RecordFile => Path.Combine(folder, "vm.json");

    /// <summary>The path of a file in it.</summary>
    internal string this[string file] => Path.Combine(folder, file);

    /// <summary>Makes the folder, empty.</summary>
    /// <error code="vm.start.failed">It could not be made.</error>
    internal UnitResult<LobsterError> Create() =>
        Remove()
            .Bind(() => Folder.Ensure(parent, ParentMode))
            .Bind(() => Folder.Ensure(folder, FolderMode))
            .MapError(cause => new LobsterError(VmErrors.StartFailed, $"{folder}: no folder for the VM", Cause: cause));

    /// <summary>Makes a folder with what is in it the tenant's, which has none, in one step.</summary>
    /// <param name="from">Its path until now.</param>
    /// <error code="vm.start.failed">It could not be.</error>
    internal UnitResult<LobsterError> Take(string from)
    {
        if (Folder.Ensure(parent, ParentMode).TryGetError(out var cause)) return new LobsterError(VmErrors.StartFailed, $"{folder}: no folder for the VM", Cause: cause);
        try
        {
            Directory.Move(from, folder);
            return UnitResult.Success<LobsterError>();
        }
        catch (IOException exception)
        {
            return new LobsterError(VmErrors.StartFailed, exception.Message);
        }
    }

    /// <summary>Writes down what a later service needs to know.</summary>
    /// <error code="file.space.exhausted">No room.</error>
    internal UnitResult<LobsterError> Write<TRecord>(TRecord record, JsonTypeInfo<TRecord> type) =>
        VolatileFile.Replace(RecordFile, JsonSerializer.SerializeToUtf8Bytes(record, type), FileMode);

    /// <summary>What an earlier service wrote down; null when there is nothing that can be read.</summary>
    internal TRecord? Read<TRecord>(JsonTypeInfo<TRecord> type)
        where TRecord : class
    {
        if (PlainFile.ReadAll(RecordFile, LongestRecord).TryGetError(out _, out var content)) return null;
        try
        {
            return JsonSerializer.Deserialize(content, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Removes the folder and all that is in it. Absent already is success.</summary>
    /// <error code="vm.start.failed">Something of it stays.</error>
    internal UnitResult<LobsterError> Remove()
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Absent already.
        }
        catch (IOException exception)
        {
            return new LobsterError(VmErrors.StartFailed, exception.Message);
        }

        return UnitResult.Success<LobsterError>();
    }
}
