using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Runner.Figures;

/// <summary>All figures there are.</summary>
public sealed class FigureRegistry
{
    private readonly IReadOnlyList<IFigure> figures;

    /// <summary>Takes the figures over.</summary>
    /// <exception cref="ArgumentException">Two of them have the same name and machine.</exception>
    public FigureRegistry(IEnumerable<IFigure> figures)
    {
        this.figures = [.. figures.OrderBy(figure => figure.Subject.Name, StringComparer.Ordinal).ThenBy(figure => figure.Subject.Machine.Word, StringComparer.Ordinal)];
        var twice = this.figures.GroupBy(figure => figure.Subject).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new ArgumentException($"the figure {twice.Key} is registered twice", nameof(figures));
    }

    /// <summary>All of them, sorted by name and machine.</summary>
    public IReadOnlyList<IFigure> All => figures;

    /// <summary>The figures that are named, each once: <c>edge.added-latency</c>, <c>edge.added-latency@null</c>, or a room, <c>edge</c>.</summary>
    /// <error code="bench.figure.unknown">A name matches none.</error>
    public Result<IReadOnlyList<IFigure>, LobsterError> Find(IReadOnlyList<string> names)
    {
        var lost = names.FirstOrDefault(name => !figures.Any(figure => IsNamed(figure, name)));
        return lost is null
            ? Result.Success<IReadOnlyList<IFigure>, LobsterError>([.. figures.Where(figure => names.Any(name => IsNamed(figure, name)))])
            : new LobsterError(BenchErrors.Unknown, $"there is no figure '{lost}'", "./bench list names them all");
    }

    private static bool IsNamed(IFigure figure, string name) =>
        figure.Subject.Name == name
        || figure.Subject.ToString() == name
        || figure.Subject.Name.StartsWith(name + ".", StringComparison.Ordinal);
}
