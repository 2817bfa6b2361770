/** The operators that expressions are built of (history and arithmetic), listed beside the indicators. */
import { above } from "../expression/condition.ts";
import {
  absoluteDefinition,
  addDefinition,
  divideDefinition,
  logarithmDefinition,
  maximumDefinition,
  minimumDefinition,
  multiplyDefinition,
  squareRootDefinition,
  subtractDefinition,
} from "../expression/arithmetic.ts";
import {
  barsSinceDefinition,
  highestSinceDefinition,
  lagDefinition,
  lowestSinceDefinition,
  valueWhenDefinition,
} from "../expression/history.ts";
import type { Expression, Market } from "../expression/node.ts";
import type { OperatorDefinition } from "../expression/operator.ts";
import { type Indicator, operatorIndicator } from "./indicator.ts";

const isRising = ({ open, close }: Market) => above(close, open);
const conditionAlone = (market: Market): Expression[] => [isRising(market)];
const conditionAndHigh = (market: Market): Expression[] => [isRising(market), market.high];
const closeAndOpen = ({ open, close }: Market): Expression[] => [close, open];

function block(definition: OperatorDefinition, inputs?: (market: Market) => Expression[]): Indicator {
  return operatorIndicator("Building blocks", definition, inputs === undefined ? {} : { inputs });
}

export const buildingBlocks: readonly Indicator[] = Object.freeze([
  operatorIndicator("Building blocks", lagDefinition),
  block(barsSinceDefinition, conditionAlone),
  block(valueWhenDefinition, conditionAndHigh),
  block(highestSinceDefinition, conditionAndHigh),
  block(lowestSinceDefinition, conditionAndHigh),
  ...[
    addDefinition,
    subtractDefinition,
    multiplyDefinition,
    divideDefinition,
    minimumDefinition,
    maximumDefinition,
  ].map((definition) => block(definition, closeAndOpen)),
  ...[absoluteDefinition, logarithmDefinition, squareRootDefinition].map((definition) => block(definition)),
]);
