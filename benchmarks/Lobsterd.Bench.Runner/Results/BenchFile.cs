using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Runner.Results;

/// <summary>The records of all figures, and the facts beside them. Taking some figures again replaces those and leaves the others.</summary>
/// <param name="path">Path of the records, e.g. <c>artifacts/bench.json</c>; the facts lie beside it as <c>bench.facts.json</c>.</param>
public sealed class BenchFile(string path)
{
    // ≤ and ≥ stay themselves: these files are read by people, and by no browser.
    private static readonly JsonWriterOptions Written = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string FactsPath => Path.ChangeExtension(path, ".facts.json");

    /// <summary>All records, sorted by name and machine; none where there is no file.</summary>
    /// <error code="bench.file.damaged">It is not such a file.</error>
    public Result<IReadOnlyList<FigureRecord>, LobsterError> Read() => Read(path, BenchJson.Default.IReadOnlyListFigureRecord);

    /// <summary>All facts, sorted by name and machine; none where there is no file.</summary>
    /// <error code="bench.file.damaged">It is not such a file.</error>
    public Result<IReadOnlyList<FigureFacts>, LobsterError> ReadFacts() => Read(FactsPath, BenchJson.Default.IReadOnlyListFigureFacts);

    /// <summary>Merges what was taken into both files.</summary>
    /// <error code="bench.file.damaged">One of them is not such a file; neither is touched.</error>
    public UnitResult<LobsterError> Merge(IReadOnlyList<FigureRecord> records, IReadOnlyList<FigureFacts> facts)
    {
        if (Read().TryGetError(out var error, out var older)) return error;
        if (ReadFacts().TryGetError(out error, out var olderFacts)) return error;

        Write(path, Merged(older, records, record => record.Key), BenchJson.Default.IReadOnlyListFigureRecord);
        Write(FactsPath, Merged(olderFacts, facts, fact => fact.Key), BenchJson.Default.IReadOnlyListFigureFacts);
        return UnitResult.Success<LobsterError>();
    }

    private static IReadOnlyList<T> Merged<T>(IReadOnlyList<T> older, IReadOnlyList<T> newer, Func<T, (string Name, string Machine)> keyOf) =>
        [.. newer.Concat(older).DistinctBy(keyOf).OrderBy(item => keyOf(item).Name, StringComparer.Ordinal).ThenBy(item => keyOf(item).Machine, StringComparer.Ordinal)];

    private static Result<IReadOnlyList<T>, LobsterError> Read<T>(string path, JsonTypeInfo<IReadOnlyList<T>> type)
    {
        if (!File.Exists(path)) return Result.Success<IReadOnlyList<T>, LobsterError>([]);
        try
        {
            using var file = File.OpenRead(path);
            var read = JsonSerializer.Deserialize(file, type);
            return read is null ? Damaged(path, "it holds null") : Result.Success<IReadOnlyList<T>, LobsterError>(read);
        }
        catch (JsonException damaged)
        {
            return Damaged(path, damaged.Message);
        }
    }

    private static LobsterError Damaged(string path, string why) => new(BenchErrors.FileDamaged, $"{path}: {why}", "move it away and run ./bench again");

    private static void Write<T>(string path, IReadOnlyList<T> items, JsonTypeInfo<IReadOnlyList<T>> type)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var fresh = path + ".new";
        using (var file = File.Create(fresh))
        using (var writer = new Utf8JsonWriter(file, Written)) JsonSerializer.Serialize(writer, items, type);
        File.Move(fresh, path, overwrite: true);
    }
}
