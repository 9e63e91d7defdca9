namespace Lobsterd.Guest.Gateway;

/// <summary>Counts requests.</summary>
internal interface IRequestCounter
{
    /// <summary>Counts one more.</summary>
    /// <returns>How many there are now.</returns>
    long Add();
}
