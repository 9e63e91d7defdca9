using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Access;

/// <summary><c>/etc/lobsterd/buoy.json</c>, 0600.</summary>
public sealed class BuoyFile(LobsterdPaths paths) : IBuoyFile
{
    private const int Schema = 1;
    private const int LongestFile = 64 << 10;
    private const uint OwnerOnly = 0x180;    // 0600

    /// <inheritdoc/>
    public Result<Maybe<BuoySettings>, LobsterError> Load()
    {
        if (!File.Exists(paths.Buoy)) return Maybe<BuoySettings>.None;
        if (PlainFile.ReadAll(paths.Buoy, LongestFile).TryGetError(out var unread, out var content)) return Unreadable(unread.Message);
        try
        {
            return JsonSerializer.Deserialize(content, AccessJson.Default.StoredBuoy) is { Schema: Schema } stored
                ? BuoySettings.Parse(stored.Host, stored.Port, stored.CertificateFile, stored.KeyFile, stored.Plain).Map(settings => Maybe.From(settings))
                : Unreadable($"its schema is not {Schema}");
        }
        catch (JsonException exception)
        {
            return Unreadable(exception.Message);
        }
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> Save(BuoySettings? settings)
    {
        if (settings is null)
        {
            File.Delete(paths.Buoy);
            return DurableFile.FlushFolder(paths.Etc).MapError(Unwritten);
        }

        var stored = new StoredBuoy(Schema, settings.Host.ToString(), settings.Port, settings.CertificateFile, settings.KeyFile, settings.IsPlain);
        return DurableFile.Replace(paths.Buoy, JsonSerializer.SerializeToUtf8Bytes(stored, AccessJson.Default.StoredBuoy), OwnerOnly).MapError(Unwritten);
    }

    private LobsterError Unreadable(string why) => new(AccessErrors.BuoyFile, $"{paths.Buoy}: {why}", "lobsterd buoy enable writes it anew");

    private static LobsterError Unwritten(LobsterError error) => new(AccessErrors.BuoyFile, "where the API listens could not be kept", Cause: error);
}
