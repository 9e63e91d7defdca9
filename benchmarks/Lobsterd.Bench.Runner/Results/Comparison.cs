namespace Lobsterd.Bench.Runner.Results;

/// <summary>Holds two files of records against each other.</summary>
public static class Comparison
{
    /// <summary>Every figure of either file, sorted by name and machine.</summary>
    public static IReadOnlyList<FigureChange> Of(IReadOnlyList<FigureRecord> before, IReadOnlyList<FigureRecord> after)
    {
        var older = before.ToDictionary(record => record.Key);
        var newer = after.ToDictionary(record => record.Key);
        return
        [
            .. older.Keys.Union(newer.Keys)
                .OrderBy(key => key.Name, StringComparer.Ordinal)
                .ThenBy(key => key.Machine, StringComparer.Ordinal)
                .Select(key => new FigureChange(older.GetValueOrDefault(key), newer.GetValueOrDefault(key))),
        ];
    }
}
