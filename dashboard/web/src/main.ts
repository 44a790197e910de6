// SPDX-License-Identifier: MIT
import './styles.css';
import './elements/app';
