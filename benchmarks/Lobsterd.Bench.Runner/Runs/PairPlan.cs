namespace Lobsterd.Bench.Runner.Runs;

/// <summary>How many pairs to take: enough that the interval is narrow, and no more than are bearable.</summary>
public sealed record PairPlan
{
    /// <summary>Fewest pairs that an interval is worth something with: stopping earlier finds narrow intervals where there is only luck.</summary>
    public const int FewestPairs = 10;

    /// <summary>Pairs of a first look, of which nobody asks an interval.</summary>
    public const int FewestOfALook = 5;

    /// <summary>Most pairs, at least <see cref="Fewest"/>.</summary>
    public required int MostPairs { get; init; }

    /// <summary>Taken and thrown away first.</summary>
    public int WarmUps { get; init; } = 1;

    /// <summary>Width of the 95 % interval of the median difference, in the figure's unit, that ends the run; null: all pairs are taken.</summary>
    public double? DifferenceWidth { get; init; }

    /// <summary>Width of the 95 % interval of the median ratio that ends the run; null: not asked for.</summary>
    public double? RatioWidth { get; init; }

    /// <summary>Fewest pairs of this plan: <see cref="FewestPairs"/>, but for a first look.</summary>
    internal int Fewest { get; private init; } = FewestPairs;

    /// <summary>The plan at an effort.</summary>
    public PairPlan At(Effort effort) => effort is Effort.Quick
        ? new PairPlan { MostPairs = Math.Max(FewestOfALook, MostPairs / 5), Fewest = FewestOfALook }
        : this;
}
