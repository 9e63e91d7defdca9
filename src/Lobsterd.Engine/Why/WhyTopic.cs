namespace Lobsterd.Engine.Why;

/// <summary>What a fact is about.</summary>
public enum WhyTopic
{
    /// <summary>It was made, started, stopped or restarted.</summary>
    Power,

    /// <summary>It fell asleep, or could not.</summary>
    Slept,

    /// <summary>It was woken, or could not be.</summary>
    Woke,

    /// <summary>Somebody worked in its guest, which keeps it awake.</summary>
    Held,

    /// <summary>Something of it broke.</summary>
    Broke,

    /// <summary>It was repaired, or could not be.</summary>
    Repaired,
}
