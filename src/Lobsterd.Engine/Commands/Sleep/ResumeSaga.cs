using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>The order in which a tenant wakes.</summary>
public sealed class ResumeSaga(RouseStep mark, ResumeSteps vm, UnparkStep unpark, AwakeStep record, ForgetStateStep clear)
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "tenant.resume";

    /// <summary>The steps.</summary>
    public SagaDefinition<ResumePlan> Define() =>
        new SagaDefinition<ResumePlan>(Kind, SagaRecovery.Forward, CommandJson.Default.ResumePlan, plan => plan.Tenant.Name)
            .Then(mark, Same, CommandJson.Default.Nothing)
            .Then(vm.Network, Same, CommandJson.Default.Nothing)
            .Then(vm.Restore, Same, CommandJson.Default.Restored)
            .Then(vm.Wake, (plan, done) => new WakeInput(plan, done.Of<Restored>(vm.Restore.Name)), CommandJson.Default.Woken)
            .Then(unpark, Same, CommandJson.Default.Nothing)
            .Beside(record, (plan, done) => new AwakeInput(plan.Tenant, done.Of<Woken>(vm.Wake.Name).Process), CommandJson.Default.Nothing)
            .NoReturn()
            .Then(clear, Same, CommandJson.Default.Nothing);

    /// <summary>Whether an unfinished saga has let requests reach its tenant, if it is one of this kind.</summary>
    public bool HasUnparked(UnfinishedSaga unfinished) => unfinished.HasDone(unpark.Name);

    private static ResumePlan Same(ResumePlan plan, SagaOutputs done) => plan;
}
