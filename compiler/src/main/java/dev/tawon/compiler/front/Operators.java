package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.OperatorInstruction;

/** Bytecode that computes. */
final class Operators {
  private final Translator translator;
  private final GraphBuilder graph;
  private final Memory memory;
  private final Division division;

  Operators(Translator translator, GraphBuilder graph, Memory memory) {
    this.translator = translator;
    this.graph = graph;
    this.memory = memory;
    this.division = new Division(graph);
  }

  /** An operation on what is on top of the stack. */
  void operator(OperatorInstruction operator, OperandStack stack) {
    switch (operator.opcode()) {
      case INEG, LNEG -> {
        Value negated = stack.pop(translator.type(operator.typeKind()));
        Long constant = negated.constant();
        if (constant != null) {
          stack.push(
              negated.type() == ValueType.LONG
                  ? graph.constantLong(-constant)
                  : graph.constantInt(-constant.intValue()));
        } else {
          stack.push(graph.add(new Operation.Negate(), negated.type(), negated));
        }
      }
      case ARRAYLENGTH -> {
        Value array = stack.pop(ValueType.REFERENCE);
        stack.push(
            array.operation() instanceof Operation.Literal(Object[] constants)
                ? graph.constantInt(constants.length)
                : memory.lengthOf(array));
      }
      case LCMP -> {
        Value right = stack.pop(ValueType.LONG);
        Value left = stack.pop(ValueType.LONG);
        stack.push(graph.add(new Operation.Compare(false), ValueType.INT, left, right));
      }
      case IADD, LADD -> binary(BinaryOperator.ADD, operator, stack);
      case ISUB, LSUB -> binary(BinaryOperator.SUBTRACT, operator, stack);
      case IMUL, LMUL -> binary(BinaryOperator.MULTIPLY, operator, stack);
      case IAND, LAND -> binary(BinaryOperator.AND, operator, stack);
      case IOR, LOR -> binary(BinaryOperator.OR, operator, stack);
      case IXOR, LXOR -> binary(BinaryOperator.XOR, operator, stack);
      case ISHL, LSHL -> binary(BinaryOperator.SHIFT_LEFT, operator, stack);
      case ISHR, LSHR -> binary(BinaryOperator.SHIFT_RIGHT, operator, stack);
      case IUSHR, LUSHR -> binary(BinaryOperator.SHIFT_RIGHT_UNSIGNED, operator, stack);
      case IDIV, LDIV -> divide(false, operator, stack);
      case IREM, LREM -> divide(true, operator, stack);
      default -> throw translator.floatingPoint();
    }
  }

  private void divide(boolean remainder, OperatorInstruction instruction, OperandStack stack) {
    ValueType type = translator.type(instruction.typeKind());
    Value divisor = stack.pop(type);
    stack.push(division.signed(remainder, stack.pop(type), divisor));
  }

  private void binary(
      BinaryOperator operator, OperatorInstruction instruction, OperandStack stack) {
    ValueType type = translator.type(instruction.typeKind());
    Value right = stack.pop(operator.isShift() ? ValueType.INT : type);
    Value left = stack.pop(type);
    stack.push(graph.binary(operator, left, right));
  }

  /** A change of a number's width. */
  void convert(ConvertInstruction convert, OperandStack stack) {
    Conversion conversion =
        switch (convert.opcode()) {
          case I2L -> Conversion.INT_TO_LONG;
          case L2I -> Conversion.LONG_TO_INT;
          case I2B -> Conversion.INT_TO_BYTE;
          case I2S -> Conversion.INT_TO_SHORT;
          case I2C -> Conversion.INT_TO_CHAR;
          default -> throw translator.floatingPoint();
        };
    Value converted = stack.pop(translator.type(convert.fromType()));
    stack.push(graph.convert(conversion, converted));
  }
}
